import { Duration, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { acknowledge, acknowledgeStar } from '../compliance/acknowledge';
import { EVIDENCE_FILE } from '../compliance/evidence';
import type { PipelineConfig } from '../config/pipeline-config';
import type { EnvironmentProps } from '../constructs/common-props';
import { GuardedBucket } from '../constructs/guarded-bucket';

export interface EvidenceBucketProps extends EnvironmentProps {
  /** Encrypts the evidence. */
  readonly encryptionKey: kms.IKey;
  /** Takes the record of who read or wrote what. */
  readonly accessLogs: s3.IBucket;
  /** How long it is kept. */
  readonly days: number;
  /** Whether it can be deleted before. */
  readonly lock: PipelineConfig['evidenceLock'];
}

/** As the builds see it. */
export interface IEvidenceBucket extends s3.IBucket {
  /** Where a step of the current run puts its evidence. */
  folderOf(step: string): string;
  /** The current run's evidence in the console. */
  readonly consoleLink: string;
  /** A file of it that a step has left. */
  consoleLinkTo(step: string, file: string): string;
  /** What the policies have said of what is deployed, by the step that says so: `Smoke` in production. */
  deployedFile(smoke: string): string;
  /** May add evidence of one step; not read, change or delete any. */
  grantAdd(role: iam.IRole, step: string): void;
  /** May say what is deployed. */
  grantAddDeployed(role: iam.IRole, smoke: string): void;
  /** May read what is deployed. */
  grantReadDeployed(role: iam.IRole, smoke: string): void;
}

/** CodePipeline fills in the execution. */
const RUN = 'runs/#{codepipeline.PipelineExecutionId}';
/** Of no run, one for each environment that is asked about: the next run compares with it. */
function deployedKey(smoke: string): string {
  return smoke === 'Smoke' ? `deployed/${EVIDENCE_FILE}` : `deployed/${smoke}/${EVIDENCE_FILE}`;
}

/** What each run has shown: reports, parts, outputs, revision; under `runs/<execution>/<step>/`. */
export class EvidenceBucket extends GuardedBucket implements IEvidenceBucket {
  constructor(scope: Construct, id: string, props: EvidenceBucketProps) {
    super(scope, id, {
      baseName: 'evidence',
      environmentSuffix: props.environmentSuffix,
      encryptionKey: props.encryptionKey,
      ...(props.lock === 'governance' && { lockedFor: Duration.days(props.days) }),
      lifecycle: {
        expiration: Duration.days(props.days),
        // what was overwritten or deleted is evidence too
        noncurrentVersionExpiration: Duration.days(props.days),
      },
      accessLogs: props.accessLogs,
    });
    acknowledge(this, {
      'NIST.800.53.R5-S3BucketReplicationEnabled':
        'Evidence stays in Tokyo, where S3 keeps it in three zones; what was overwritten or deleted can be brought back.',
    });
  }

  folderOf(step: string): string {
    return this.s3UrlForObject(`${RUN}/${step}`);
  }

  get consoleLink(): string {
    return this.linkTo('buckets', `${RUN}/`);
  }

  consoleLinkTo(step: string, file: string): string {
    return this.linkTo('object', `${RUN}/${step}/${file}`);
  }

  deployedFile(smoke: string): string {
    return this.s3UrlForObject(deployedKey(smoke));
  }

  grantAddDeployed(role: iam.IRole, smoke: string): void {
    this.grantDeployed(role, smoke, 's3:PutObject');
  }

  grantReadDeployed(role: iam.IRole, smoke: string): void {
    this.grantDeployed(role, smoke, 's3:GetObject');
  }

  private linkTo(kind: 'buckets' | 'object', prefix: string): string {
    const { region } = Stack.of(this);
    return `https://${region}.console.aws.amazon.com/s3/${kind}/${this.bucketName}?region=${region}&prefix=${prefix}`;
  }

  private grantDeployed(grantee: iam.IRole, smoke: string, action: string): void {
    const resourceArns = [this.arnForObjects(deployedKey(smoke))];
    iam.Grant.addToPrincipal({ grantee, actions: [action], resourceArns });
  }

  grantAdd(role: iam.IRole, step: string): void {
    const objects = this.arnForObjects(`runs/*/${step}/*`);
    iam.Grant.addToPrincipal({ grantee: role, actions: ['s3:PutObject'], resourceArns: [objects] });
    // Decrypt, because a large file is put in parts
    this.encryptionKey?.grant(role, 'kms:Decrypt', 'kms:GenerateDataKey');
    acknowledgeStar(
      role,
      objects,
      ['s3:PutObject'],
      'The stars stand for the runs, whose ids CodePipeline makes up, and for the files of this one step.',
    );
  }
}
