import { RemovalPolicy } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as efs from 'aws-cdk-lib/aws-efs';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { acknowledge } from '../compliance/acknowledge';
import type { EnvironmentConfig } from '../config/environment-config';
import { nameOf } from '../config/names';
import type { StoreProps } from './common-props';
import { STORES } from './isolated-vpc';

export interface ScratchFileSystemProps extends StoreProps {
  /** Paid by the byte, or free and bounded. */
  readonly throughput: EnvironmentConfig['scratchThroughput'];
}

const THROUGHPUT_MODES = {
  elastic: efs.ThroughputMode.ELASTIC,
  bursting: efs.ThroughputMode.BURSTING,
};

/** User and group of the worker in its container: the same as `USER` in src/worker/Dockerfile. */
export const WORKER_UID = '10001';

/**
 * Room for whole files while they are measured, of those that cannot be read by ranges: they may be larger than the 200 GiB that a Fargate
 * task has of its own. Nothing in it outlives a message, so it is not backed up.
 */
export class ScratchFileSystem extends Construct {
  /** For its id and the right to mount it. */
  readonly fileSystem: efs.IFileSystem;
  /** The only way in: as the worker, below one folder. */
  readonly accessPoint: efs.IAccessPoint;

  constructor(scope: Construct, id: string, props: ScratchFileSystemProps) {
    super(scope, id);
    const fileSystem = new efs.FileSystem(this, 'FileSystem', {
      fileSystemName: nameOf('scratch', props.environmentSuffix),
      vpc: props.vpc,
      vpcSubnets: STORES,
      securityGroup: props.securityGroup,
      encrypted: true,
      kmsKey: props.encryptionKey,
      throughputMode: THROUGHPUT_MODES[props.throughput],
      allowAnonymousAccess: false,
      enableAutomaticBackups: false,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    acknowledge(fileSystem, {
      'NIST.800.53.R5-EFSInBackupPlan':
        'It holds copies of uploads while they are measured; the uploads themselves stay in their versioned bucket.',
    });
    fileSystem.addToResourcePolicy(
      new iam.PolicyStatement({
        sid: 'TlsOnly',
        effect: iam.Effect.DENY,
        principals: [new iam.AnyPrincipal()],
        actions: [
          'elasticfilesystem:ClientMount',
          'elasticfilesystem:ClientWrite',
          'elasticfilesystem:ClientRootAccess',
        ],
        conditions: { Bool: { 'aws:SecureTransport': 'false' } },
      }),
    );
    this.accessPoint = fileSystem.addAccessPoint('Worker', {
      path: '/worker',
      posixUser: { uid: WORKER_UID, gid: WORKER_UID },
      createAcl: { ownerUid: WORKER_UID, ownerGid: WORKER_UID, permissions: '0700' },
    });
    this.fileSystem = fileSystem;
  }

  /** Bytes that are stored, on average. */
  metricStorageBytes(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric('StorageBytes', { statistic: cloudwatch.Stats.AVERAGE, ...props });
  }

  /** Percent of the operations that EFS allows, at most. */
  metricPercentIoLimit(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric('PercentIOLimit', { statistic: cloudwatch.Stats.MAXIMUM, ...props });
  }

  private metric(metricName: string, props: cloudwatch.MetricOptions): cloudwatch.Metric {
    return new cloudwatch.Metric({
      namespace: 'AWS/EFS',
      metricName,
      dimensionsMap: { FileSystemId: this.fileSystem.fileSystemId },
      ...props,
    });
  }
}
