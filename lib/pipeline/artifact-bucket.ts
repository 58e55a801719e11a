import { Duration } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { acknowledge, acknowledgeStar } from '../compliance/acknowledge';
import type { EnvironmentProps } from '../constructs/common-props';
import { GuardedBucket } from '../constructs/guarded-bucket';
import { RotatingKey } from '../constructs/rotating-key';

export interface ArtifactBucketProps extends EnvironmentProps {
  /** Names the bucket, such as `artifacts`. */
  readonly baseName: string;
  /** Encrypts the artifacts, for the accounts that are deployed to as well. */
  readonly encryptionKey: kms.IKey;
  /** Takes the record of who read or wrote what. */
  readonly accessLogs: s3.IBucket;
}

/** A stage is rolled back to the artifacts of its last good run, however long ago that was. */
const KEPT = Duration.days(365);

const READ = ['s3:GetObject', 's3:GetObjectVersion', 's3:GetBucketVersioning', 'kms:Decrypt'];
const WRITE = ['s3:PutObject', 's3:GetBucketAcl', 's3:GetBucketLocation', 'kms:GenerateDataKey'];

/** As the builds see it. */
export interface IArtifactBucket extends s3.IBucket {
  /** May take what another action has left. */
  grantInput(role: iam.IRole): void;
  /** May leave something as well. */
  grantOutput(role: iam.IRole): void;
}

/**
 * What one action of the pipeline hands to the next. The library grants roles what they need of it by
 * the methods that are narrowed here to actions by name.
 */
export class ArtifactBucket extends GuardedBucket implements IArtifactBucket {
  constructor(scope: Construct, id: string, props: ArtifactBucketProps) {
    super(scope, id, {
      baseName: props.baseName,
      environmentSuffix: props.environmentSuffix,
      encryptionKey: props.encryptionKey,
      lifecycle: { expiration: KEPT, noncurrentVersionExpiration: Duration.days(1) },
      accessLogs: props.accessLogs,
    });
    acknowledge(this, {
      'StreamTech-ProgrammeRetention[NoncurrentVersionExpiration.NoncurrentDays=1]':
        'It holds source and build output, no programme; what replaced an artifact is made from the same revision.',
      'NIST.800.53.R5-S3BucketReplicationEnabled':
        'Every artifact can be made again from its revision by another run; S3 keeps it in three zones.',
    });
  }

  grantInput(role: iam.IRole): void {
    this.grantNamed(role, READ);
  }

  grantOutput(role: iam.IRole): void {
    this.grantNamed(role, [...READ, ...WRITE]);
  }

  override grantRead(identity: iam.IGrantable): iam.Grant {
    return this.grantNamed(identity, READ);
  }

  override grantReadWrite(identity: iam.IGrantable): iam.Grant {
    return this.grantNamed(identity, [...READ, ...WRITE]);
  }

  /** Who owns the bucket owns what is in it; there are no ACLs to write. */
  override grantPutAcl(identity: iam.IGrantable): iam.Grant {
    return iam.Grant.drop(identity, 'no ACLs in this bucket');
  }

  private grantNamed(identity: iam.IGrantable, actions: readonly string[]): iam.Grant {
    const { grantPrincipal: principal } = identity;
    if (iam.Role.isRole(principal)) {
      acknowledgeStar(
        principal,
        this.arnForObjects('*'),
        actions,
        'The star stands for the artifacts of this one bucket, whose names CodePipeline makes up.',
      );
    }
    return this.grants.actionsOnBucketAndObjectKeys(identity, '*', ...actions);
  }
}

/** Encrypts artifacts. The library lets every project use the key; here by the actions' names. */
export class ArtifactKey extends RotatingKey {
  override grantEncryptDecrypt(grantee: iam.IGrantable): iam.Grant {
    return this.grant(grantee, 'kms:Decrypt', 'kms:Encrypt', 'kms:GenerateDataKey');
  }
}
