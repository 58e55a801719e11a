import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import type { EnvironmentConfig } from '../config/environment-config';
import { nameOf } from '../config/names';
import { CacheCluster } from '../constructs/cache-cluster';
import { ExistingSecrets } from '../constructs/existing-secrets';
import { IngestBucket } from '../constructs/ingest-bucket';
import { MetadataDatabase } from '../constructs/metadata-database';
import { ProviderLogs } from '../constructs/provider-logs';
import { RotatingKey } from '../constructs/rotating-key';
import { ScratchFileSystem } from '../constructs/scratch-file-system';
import type { TrafficRules } from '../constructs/traffic-rules';

export interface DataStackProps extends StackProps {
  /** Sizes, secrets, retention. */
  readonly config: EnvironmentConfig;
  /** Where the stores are. */
  readonly vpc: ec2.IVpc;
  /** Who may reach them. */
  readonly traffic: TrafficRules;
  /** Encrypts the log groups. */
  readonly logKey: kms.IKey;
}

/** What is kept: metadata, cached metadata, uploads, and scratch files while they are measured. */
export class DataStack extends Stack {
  /** The truth about every video. */
  readonly database: MetadataDatabase;
  /** In front of it. */
  readonly cache: CacheCluster;
  /** Room for whole files. */
  readonly scratch: ScratchFileSystem;
  /** Where videos arrive. */
  readonly ingest: IngestBucket;

  constructor(scope: Construct, id: string, props: DataStackProps) {
    super(scope, id, props);
    const { config, vpc, traffic, logKey } = props;
    const { environmentSuffix, logRetentionDays, dataProtection } = config;
    const secrets = new ExistingSecrets(this, 'Secrets', { config });
    const encryptionKey = new RotatingKey(this, 'DataKey', {
      purpose: 'data',
      environmentSuffix,
      dataProtection,
    });

    this.database = new MetadataDatabase(this, 'Database', {
      environmentSuffix,
      vpc,
      securityGroup: traffic.database,
      secret: secrets.database,
      encryptionKey,
      dataProtection,
      logKey,
      logRetentionDays,
      instanceType: config.databaseInstanceType,
      storageGib: config.databaseStorageGib,
      maxStorageGib: config.databaseMaxStorageGib,
      backupDays: config.databaseBackupDays,
    });
    this.cache = new CacheCluster(this, 'Cache', {
      environmentSuffix,
      vpc,
      securityGroup: traffic.cache,
      secret: secrets.cache,
      encryptionKey,
      logKey,
      logRetentionDays,
      nodeType: config.cacheNodeType,
      nodes: config.cacheNodes,
    });
    this.scratch = new ScratchFileSystem(this, 'Scratch', {
      environmentSuffix,
      vpc,
      securityGroup: traffic.scratch,
      encryptionKey,
      throughput: config.scratchThroughput,
    });
    this.ingest = new IngestBucket(this, 'Ingest', {
      environmentSuffix,
      encryptionKey,
      dataProtection,
      noncurrentObjectDays: config.noncurrentObjectDays,
      accessLogDays: logRetentionDays,
    });
    new ProviderLogs(this, 'ProviderLogs', {
      logGroupName: nameOf('data-providers', environmentSuffix),
      logKey,
      logRetentionDays,
    });

    new CfnOutput(this, 'BucketName', { value: this.ingest.bucket.bucketName });
    new CfnOutput(this, 'DatabaseInstanceId', { value: this.database.instance.instanceIdentifier });
    new CfnOutput(this, 'CacheReplicationGroupId', { value: this.cache.replicationGroupId });
    new CfnOutput(this, 'FileSystemId', { value: this.scratch.fileSystem.fileSystemId });
  }
}
