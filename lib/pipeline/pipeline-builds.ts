import type * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { BuildResources, type BuildResourcesProps } from './build-resources';
import { TestReports } from './test-reports';

export interface PipelineBuildsProps {
  /** What they share. */
  readonly shared: BuildResourcesProps;
  /** The role in staging that the integration tests take on. */
  readonly testerRoleArn: string;
  /** The role in prod that the watch of a release takes on. */
  readonly watcherRoleArn: string;
}

/** Everything that the pipeline runs by commands of ours: each for itself. */
export class PipelineBuilds extends Construct {
  /** Makes and judges the templates. */
  readonly synth: BuildResources;
  /** Stops a change that weakens the pipeline. */
  readonly guard: BuildResources;
  /** Looks whether the accounts are ready. */
  readonly preflight: BuildResources;
  /** Tests the application. */
  readonly tests: BuildResources;
  /** Reads the code. */
  readonly lint: BuildResources;
  /** Looks for known vulnerabilities. */
  readonly audit: BuildResources;
  /** Lists the parts of what is deployed. */
  readonly sbom: BuildResources;
  /** Tests staging. */
  readonly integration: BuildResources;
  /** Shows what a deploy would do. */
  readonly review: BuildResources;
  /** Sees whether prod answers. */
  readonly smoke: BuildResources;
  /** Watches prod's alarms after a release. */
  readonly watch: BuildResources;

  /** What they may do is there before the pipeline runs. */
  readonly roles: readonly iam.IRole[];

  constructor(scope: Construct, id: string, props: PipelineBuildsProps) {
    super(scope, id);
    const { shared } = props;
    this.synth = new BuildResources(this, 'Synth', shared);
    this.guard = new BuildResources(this, 'Guard', shared);
    this.preflight = new BuildResources(this, 'Preflight', shared);
    this.tests = new BuildResources(this, 'Tests', shared);
    this.lint = new BuildResources(this, 'Lint', shared);
    this.audit = new BuildResources(this, 'Audit', shared);
    this.sbom = new BuildResources(this, 'Sbom', shared);
    this.integration = new BuildResources(this, 'Integration', shared);
    this.review = new BuildResources(this, 'Review', shared);
    this.smoke = new BuildResources(this, 'Smoke', shared);
    this.watch = new BuildResources(this, 'Watch', shared);

    this.roles = [
      this.synth,
      this.guard,
      this.preflight,
      this.tests,
      this.lint,
      this.audit,
      this.sbom,
      this.integration,
      this.review,
      this.smoke,
      this.watch,
    ].map(({ grantee }) => grantee);
    this.integration.grantAssume(props.testerRoleArn);
    this.watch.grantAssume(props.watcherRoleArn);
    new TestReports(this, 'Reports', { build: this.integration });
  }
}
