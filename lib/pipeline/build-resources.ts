import { Duration } from 'aws-cdk-lib';
import * as codebuild from 'aws-cdk-lib/aws-codebuild';
import type * as iam from 'aws-cdk-lib/aws-iam';
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
  /** Where their reports go. */
  readonly evidence: IEvidenceBucket;
}

/** An image of AWS's own, on Graviton, by its version: it has Node, Python and the AWS CLI. */
export const BUILD_IMAGE = codebuild.LinuxArmBuildImage.AMAZON_LINUX_2023_STANDARD_3_0;
/** The newest Node of that image, to be named in a buildspec. */
export const BUILD_NODE = 22;

/** Twice what the longest of them takes on two cores; one that hangs is ended. */
export const BUILD_TIMEOUT = Duration.minutes(45);

/** Names the folder of the evidence bucket to a build. */
export const EVIDENCE_VARIABLE = 'EVIDENCE';

/**
 * What stands around a build: its name, a role and a log group of its own. The library would let the
 * role make log groups and report groups; here it can't be added to.
 */
export class BuildResources extends Construct {
  /** Of the project. */
  readonly projectName: string;
  /** Reads the input, writes the log, adds evidence. */
  readonly role: iam.IRole;
  /** Into the log group. */
  readonly logging: codebuild.LoggingOptions;
  /** Where its evidence goes. */
  readonly evidenceFolder: string;

  private readonly ownRole: iam.IRole;
  private readonly artifacts: IArtifactBucket;

  constructor(scope: Construct, id: string, props: BuildResourcesProps) {
    super(scope, id);
    const { environmentSuffix } = props;
    const thing = id.toLowerCase();
    this.projectName = nameOf(thing, environmentSuffix);
    const logGroup = new ServiceLogGroup(this, 'Logs', {
      logGroupName: `/aws/codebuild/${this.projectName}`,
      logKey: props.logKey,
      logRetentionDays: props.logRetentionDays,
    });
    const role = new ServiceRole(this, 'Role', {
      environmentSuffix,
      thing: `${thing}-build`,
      service: 'codebuild.amazonaws.com',
    });
    logGroup.grants.write(role);
    props.artifacts.grantInput(role);
    props.evidence.grantAdd(role, id);
    this.ownRole = role;
    this.role = role.withoutPolicyUpdates();
    this.evidenceFolder = props.evidence.folderOf(id);
    this.artifacts = props.artifacts;
    this.logging = { cloudWatch: { logGroup } };
  }

  /** The build hands something on. */
  grantOutput(): void {
    this.artifacts.grantOutput(this.ownRole);
  }
}
