import { Duration, Stack } from 'aws-cdk-lib';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { acknowledge } from '../compliance/acknowledge';
import { nameOf } from '../config/names';
import type { EnvironmentProps } from './common-props';
import { type ProtectedProps, REMOVAL } from './data-protection';

export interface GuardedBucketProps extends EnvironmentProps, ProtectedProps {
  /** Names the bucket, such as `evidence`. */
  readonly baseName: string;
  /**
   * Encrypts the objects.
   * @default a key of S3's
   */
  readonly encryptionKey?: kms.IKey;
  /**
   * How long S3 deletes no version, but for whoever may bypass its governance.
   * @default it deletes what it is asked to
   */
  readonly lockedFor?: Duration;
  /** What is deleted when. */
  readonly lifecycle: s3.LifecycleRule;
  /**
   * How long an upload in parts may stay unfinished.
   * @default a day
   */
  readonly abandonedAfter?: Duration;
  /**
   * Takes the record of who read or wrote what.
   * @default none is kept
   */
  readonly accessLogs?: s3.IBucket;
}

const CDK_EMPTIES =
  'The library lets its own function empty the bucket before it is destroyed: that role is the only principal, this bucket the only resource.';

/** Versioned, TLS only, closed to other accounts; emptied when it is destroyed, or retained as it is. */
export class GuardedBucket extends s3.Bucket {
  constructor(scope: Construct, id: string, props: GuardedBucketProps) {
    const { baseName, encryptionKey, accessLogs, abandonedAfter = Duration.days(1) } = props;
    const { dataProtection = 'disposable' } = props;
    super(scope, id, {
      // bucket names are shared by all of AWS, hence the account
      bucketName: nameOf(`${baseName}-${Stack.of(scope).account}`, props.environmentSuffix),
      encryption: encryptionKey ? s3.BucketEncryption.KMS : s3.BucketEncryption.S3_MANAGED,
      encryptionKey,
      bucketKeyEnabled: encryptionKey !== undefined,
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
      objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      versioned: true,
      objectLockDefaultRetention:
        props.lockedFor && s3.ObjectLockRetention.governance(props.lockedFor),
      lifecycleRules: [{ abortIncompleteMultipartUploadAfter: abandonedAfter, ...props.lifecycle }],
      serverAccessLogsBucket: accessLogs,
      serverAccessLogsPrefix: accessLogs && `${baseName}/`,
      removalPolicy: REMOVAL[dataProtection],
      autoDeleteObjects: dataProtection === 'disposable',
    });
    if (dataProtection === 'protected') return;
    acknowledge(this, {
      'StreamTech-WildcardAction[s3:DeleteObject*]': CDK_EMPTIES,
      'StreamTech-WildcardAction[s3:GetBucket*]': CDK_EMPTIES,
      'StreamTech-WildcardAction[s3:List*]': CDK_EMPTIES,
    });
  }
}
