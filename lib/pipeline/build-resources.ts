import { ArnFormat, Duration, Stack } from 'aws-cdk-lib';
import * as codebuild from 'aws-cdk-lib/aws-codebuild';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { nameOf } from '../config/names';
import type { EnvironmentProps, LogProps } from '../constructs/common-props';
import { ServiceLogGroup } from '../constructs/service-log-group';
import { ServiceRole } from '../constructs/service-role';
import type { IArtifactBucket } from './artifact-bucket';
import type { IEvidenceBucket } from './evidence-bucket';

/** What the builds of a pipeline share. */
export interface BuildResourcesProps extends EnvironmentProps, LogProps {
  /** Where their input comes from. */
  readonly artifacts: IArtifactBucket;
  /**
   * Where their reports go.
   * @default they leave none
   */
  readonly evidence?: IEvidenceBucket;
}

/** An image of AWS's own, on Graviton, by its version: it has Node, Python and the AWS CLI. */
export const BUILD_IMAGE = codebuild.LinuxArmBuildImage.AMAZON_LINUX_2023_STANDARD_3_0;
/** A Node of that image, to be named in a buildspec. */
export const BUILD_NODE = 22;

/** A build that hangs is ended. The longest, the tests, takes a quarter of an hour on two slow cores. */
export const BUILD_TIMEOUT = Duration.minutes(45);

/** Names the folder of the evidence bucket to a build. */
export const EVIDENCE_VARIABLE = 'EVIDENCE';

function baseNameOf(id: string): string {
  return id.toLowerCase();
}

/** What the role of a build is called, before the suffix. */
export function roleBaseName(id: string): string {
  return `${baseNameOf(id)}-build`;
}

/** What stands around a build: its name, a role and a log group of its own. */
export class BuildResources extends Construct {
  /** Of the project. */
  readonly projectName: string;
  /** Of the project. The library would let it make log groups and report groups; it can't add to this. */
  readonly role: iam.IRole;
  /** The same role, to be granted what the build does beyond reading its input and adding evidence. */
  readonly grantee: iam.IRole;
  /** Into the log group. */
  readonly logging: codebuild.LoggingOptions;
  /** Where its evidence goes. */
  readonly evidenceFolder: string;

  private readonly artifacts: IArtifactBucket;

  constructor(scope: Construct, id: string, props: BuildResourcesProps) {
    super(scope, id);
    const { environmentSuffix, artifacts, evidence } = props;
    const baseName = baseNameOf(id);
    this.projectName = nameOf(baseName, environmentSuffix);
    const logGroup = new ServiceLogGroup(this, 'Logs', {
      logGroupName: `/aws/codebuild/${this.projectName}`,
      logKey: props.logKey,
      logRetentionDays: props.logRetentionDays,
    });
    const role = new ServiceRole(this, 'Role', {
      environmentSuffix,
      baseName: roleBaseName(id),
      service: 'codebuild.amazonaws.com',
    });
    logGroup.grants.write(role);
    artifacts.grantInput(role);
    evidence?.grantAdd(role, id);
    this.grantee = role;
    this.role = role.withoutPolicyUpdates();
    this.logging = { cloudWatch: { logGroup } };
    this.evidenceFolder = evidence?.folderOf(id) ?? 'none';
    this.artifacts = artifacts;
  }

  /** The build hands something on. */
  grantOutput(): void {
    this.artifacts.grantOutput(this.grantee);
  }

  /** The build assumes a role of an environment. There is no grant, since that role is made later. */
  grantAssume(roleArn: string): void {
    this.grantee.addToPrincipalPolicy(
      new iam.PolicyStatement({ actions: ['sts:AssumeRole'], resources: [roleArn] }),
    );
  }

  /**
   * The build looks at runs of the pipeline, which is named because it is made after its builds. There is no
   * grant for it.
   *
   * @returns the ARN of the pipeline
   */
  grantReadRuns(pipelineName: string, ...actions: readonly string[]): string {
    const pipelineArn = Stack.of(this).formatArn({
      service: 'codepipeline',
      resource: pipelineName,
      arnFormat: ArnFormat.NO_RESOURCE_NAME,
    });
    this.grantee.addToPrincipalPolicy(
      new iam.PolicyStatement({ actions: [...actions], resources: [pipelineArn] }),
    );
    return pipelineArn;
  }
}
