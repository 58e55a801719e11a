import { Duration, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { acknowledge, acknowledgeStar } from '../compliance/acknowledge';
import { AccessLogBucket } from './access-log-bucket';
import type { EnvironmentProps } from './common-props';
import type { ProtectedProps } from './data-protection';
import { GuardedBucket } from './guarded-bucket';

export interface IngestBucketProps extends EnvironmentProps, ProtectedProps {
  /** Encrypts the objects. */
  readonly encryptionKey: kms.IKey;
  /** Days that a replaced or deleted upload can still be brought back. */
  readonly noncurrentObjectDays: number;
  /** Days that the record of who read or wrote what is kept. */
  readonly accessLogDays: number;
}

/** Only what lands here is a video. */
export const INCOMING_PREFIX = 'incoming/';

/** What workers make of videos for people to look at; nothing here is an upload. */
const PREVIEWS_PREFIX = 'previews/';

/** What comes with videos, such as certificates of a flash test; nothing here is an upload. */
const CERTIFICATES_PREFIX = 'certificates/';

/** Uploads in parts are given up for dead after a week; a broken one is taken up again sooner. */
const ABANDONED_UPLOAD = Duration.days(7);

/** Where videos arrive. Every object that is complete becomes an event on EventBridge. */
export class IngestBucket extends Construct {
  /** Versioned, under the customer key. */
  readonly bucket: s3.IBucket;

  private readonly encryptionKey: kms.IKey;

  constructor(scope: Construct, id: string, props: IngestBucketProps) {
    super(scope, id);
    this.encryptionKey = props.encryptionKey;
    const { environmentSuffix, encryptionKey } = props;
    const accessLogs = new AccessLogBucket(this, 'AccessLogs', {
      baseName: 'access-logs',
      environmentSuffix,
      days: props.accessLogDays,
      abandonedAfter: ABANDONED_UPLOAD,
    });
    const bucket = new GuardedBucket(this, 'Bucket', {
      baseName: 'ingest',
      environmentSuffix,
      dataProtection: props.dataProtection,
      encryptionKey,
      lifecycle: {
        noncurrentVersionExpiration: Duration.days(props.noncurrentObjectDays),
        expiredObjectDeleteMarker: true,
      },
      abandonedAfter: ABANDONED_UPLOAD,
      accessLogs,
    });
    acknowledge(bucket, {
      'NIST.800.53.R5-S3BucketReplicationEnabled': `Uploads stay in Tokyo, where S3 keeps them in three zones; a replaced or deleted version can be brought back for ${props.noncurrentObjectDays} days.`,
    });
    // the L2's `eventBridgeEnabled` brings a custom resource for what is one property
    const resource = bucket.node.defaultChild as s3.CfnBucket;
    resource.notificationConfiguration = {
      eventBridgeConfiguration: { eventBridgeEnabled: true },
    };
    this.bucket = bucket;
  }

  /*
   * The grants of the L2 hold wildcards (`s3:GetObject*`, `s3:List*`, `kms:ReEncrypt*`); these name what
   * the code calls. Listing is in both, because without it S3 says 403 where 404 is true.
   */

  /** May read uploads. */
  grantRead(role: iam.IRole): void {
    this.grantObjects(role, ['s3:GetObject', 's3:GetObjectVersion']);
    this.grantBucket(role, ['s3:ListBucket']);
    this.encryptionKey.grant(role, 'kms:Decrypt');
  }

  /** May store what was made of uploads, and nothing in their place. */
  grantPutPreviews(role: iam.IRole): void {
    this.grantObjects(role, ['s3:PutObject', 's3:AbortMultipartUpload'], {
      prefix: PREVIEWS_PREFIX,
    });
    this.encryptionKey.grant(role, 'kms:GenerateDataKey');
  }

  /** May say which pages send videos to it, and change nothing else of the bucket. */
  grantSetOrigins(role: iam.IRole): void {
    this.grantBucket(role, ['s3:PutBucketCORS']);
  }

  /**
   * May delete every version of an upload, what arrived of one in parts, what was made of it and what came with
   * it; may read none.
   */
  grantDelete(role: iam.IRole): void {
    for (const prefix of [PREVIEWS_PREFIX, CERTIFICATES_PREFIX]) {
      this.grantObjects(role, ['s3:DeleteObject', 's3:DeleteObjectVersion'], { prefix });
    }
    this.grantObjects(role, [
      's3:AbortMultipartUpload',
      's3:DeleteObject',
      's3:DeleteObjectVersion',
    ]);
    this.grantBucket(role, ['s3:ListBucketVersions']);
  }

  /**
   * May read uploads, what was made of them and what came with them, take new ones in by signed links, in parts too, and delete
   * every version; may replace none. People and programs of the account may: what they write the worker sets aside.
   */
  grantManage(role: iam.IRole): void {
    // S3 User Guide, "Enforce conditional writes": parts, and their beginning, bear no such header
    this.grantObjects(role, ['s3:PutObject'], {
      conditions: { Null: { 's3:if-none-match': 'false' } },
    });
    this.grantObjects(role, ['s3:PutObject'], {
      conditions: { Bool: { 's3:ObjectCreationOperation': 'false' } },
    });
    for (const prefix of [PREVIEWS_PREFIX, CERTIFICATES_PREFIX]) {
      this.grantObjects(role, ['s3:GetObject', 's3:DeleteObject', 's3:DeleteObjectVersion'], {
        prefix,
      });
    }
    this.grantObjects(role, ['s3:PutObject'], {
      prefix: CERTIFICATES_PREFIX,
      conditions: { Null: { 's3:if-none-match': 'false' } },
    });
    this.grantObjects(role, [
      's3:GetObject',
      's3:GetObjectVersion',
      's3:AbortMultipartUpload',
      's3:ListMultipartUploadParts',
      's3:DeleteObject',
      's3:DeleteObjectVersion',
    ]);
    this.grantBucket(role, ['s3:ListBucket', 's3:ListBucketVersions']);
    this.encryptionKey.grant(role, 'kms:Decrypt', 'kms:GenerateDataKey');
  }

  private grantObjects(
    role: iam.IRole,
    actions: string[],
    {
      prefix = INCOMING_PREFIX,
      conditions,
    }: {
      readonly prefix?: string;
      readonly conditions?: Record<string, Record<string, unknown>>;
    } = {},
  ): void {
    const objects = `/${prefix}*`;
    iam.Grant.addToPrincipal({
      grantee: role,
      actions,
      resourceArns: [`${this.bucket.bucketArn}${objects}`],
      conditions,
    });
    // the role is in another stack, whose template names the bucket by its export
    const bucketArn = Stack.of(this).exportValue(this.bucket.bucketArn);
    acknowledgeStar(
      role,
      `${bucketArn}${objects}`,
      actions,
      `The star stands for the objects of this one bucket below '${prefix}', whose names nobody knows beforehand.`,
    );
  }

  private grantBucket(role: iam.IRole, actions: string[]): void {
    iam.Grant.addToPrincipal({
      grantee: role,
      actions,
      resourceArns: [this.bucket.bucketArn],
    });
  }
}
