import type * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { DeliveredEnvironment } from '../config/delivered-environment';
import { BuildResources, type BuildResourcesProps } from './build-resources';
import { buildsOf, type EnvironmentBuild, type StepNames } from './environment-builds';
import { roleArn } from './role-arn';
import { TestReports } from './test-reports';

export interface PipelineBuildsProps {
  /** What they share. */
  readonly shared: BuildResourcesProps;
  /** What is deployed. */
  readonly environments: readonly DeliveredEnvironment[];
  /** What the steps of the environments are called. */
  readonly names: StepNames;
}

/** Everything that the pipeline runs by commands of ours: each for itself. */
export class PipelineBuilds extends Construct {
  /** Makes and judges the templates. */
  readonly synth: BuildResources;
  /** Stops a change of the pipeline's safeguards. */
  readonly guard: BuildResources;
  /** Looks whether the accounts are ready. */
  readonly preflight: BuildResources;
  /** Reads what ECR has found in the images. */
  readonly images: BuildResources;
  /** Reads the code, and tests the application. */
  readonly tests: BuildResources;
  /** Looks for known vulnerabilities. */
  readonly audit: BuildResources;
  /** Lists the parts of what is deployed. */
  readonly sbom: BuildResources;

  /** What they may do is there before the pipeline runs. */
  readonly roles: readonly iam.IRole[];

  /** By their names. */
  private readonly ofEnvironments: ReadonlyMap<string, BuildResources>;
  private readonly names: StepNames;

  constructor(scope: Construct, id: string, props: PipelineBuildsProps) {
    super(scope, id);
    const { shared, environments, names } = props;
    this.names = names;
    this.synth = new BuildResources(this, 'Synth', shared);
    this.guard = new BuildResources(this, 'Guard', shared);
    this.preflight = new BuildResources(this, 'Preflight', shared);
    this.images = new BuildResources(this, 'Images', shared);
    this.tests = new BuildResources(this, 'Tests', shared);
    this.audit = new BuildResources(this, 'Audit', shared);
    this.sbom = new BuildResources(this, 'Sbom', shared);
    const all = environments.flatMap((environment) =>
      buildsOf(environment).map((build) => ({ environment, build })),
    );
    this.ofEnvironments = new Map(
      all
        .map(({ environment, build }) => names(environment, build))
        .map((name) => [name, new BuildResources(this, name, shared)]),
    );

    this.roles = this.node.children
      .filter((child) => child instanceof BuildResources)
      .map(({ grantee }) => grantee);
    for (const { environment, build } of all) {
      if (build === 'Integration') this.mayTest(environment);
      if (build === 'Watch') this.mayWatch(environment);
    }
  }

  /** A build of one environment: `Integration` tests it, `Review` shows what a deploy would do. */
  of(environment: DeliveredEnvironment, build: EnvironmentBuild): BuildResources {
    const name = this.names(environment, build);
    const resources = this.ofEnvironments.get(name);
    if (!resources) throw new Error(`its environment has no build '${name}'`);
    return resources;
  }

  private mayTest(environment: DeliveredEnvironment): void {
    const build = this.of(environment, 'Integration');
    build.grantAssume(roleArn(environment.config, 'tester'));
    const isPlain = build.node.id === 'Integration';
    new TestReports(this, isPlain ? 'Reports' : `Reports-${environment.config.environmentSuffix}`, {
      build,
    });
  }

  private mayWatch(environment: DeliveredEnvironment): void {
    this.of(environment, 'Watch').grantAssume(roleArn(environment.config, 'watcher'));
  }
}
