import { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { acknowledge } from '../compliance/acknowledge';
import type { EnvironmentProps } from './common-props';
import { GuardedBucket } from './guarded-bucket';

export interface AccessLogBucketProps extends EnvironmentProps {
  /** Names the bucket, such as `access-logs`. */
  readonly baseName: string;
  /** Days that the record of who read or wrote what is kept. */
  readonly days: number;
  /**
   * How long an upload in parts may stay unfinished.
   * @default a day
   */
  readonly abandonedAfter?: Duration;
}

const LOG_DELIVERY =
  'S3 delivers access logs to no bucket that is under a customer key; they are encrypted by keys of S3, and hold who asked for what, no content.';

/** The record of who read or wrote what in other buckets. */
export class AccessLogBucket extends GuardedBucket {
  constructor(scope: Construct, id: string, props: AccessLogBucketProps) {
    super(scope, id, {
      baseName: props.baseName,
      environmentSuffix: props.environmentSuffix,
      abandonedAfter: props.abandonedAfter,
      lifecycle: {
        expiration: Duration.days(props.days),
        noncurrentVersionExpiration: Duration.days(1),
      },
    });
    acknowledge(this, {
      'NIST.800.53.R5-S3DefaultEncryptionKMS': LOG_DELIVERY,
      'StreamTech-Encryption[ServerSideEncryptionByDefault.KMSMasterKeyID is missing]':
        LOG_DELIVERY,
      'NIST.800.53.R5-S3BucketReplicationEnabled':
        'S3 keeps the logs in three zones; a second bucket would hold the same record, in the same region, for the same time.',
    });
  }
}
