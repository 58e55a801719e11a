import { Match, type Template } from 'aws-cdk-lib/assertions';
import { aStage, templateOf } from '../support/factories/stage';
import { stageTemplate } from '../support/templates';

/** The minor that is deployed, and the day of its release (PostgreSQL, release notes). */
const RELEASED = { '17.9': '2026-02-26' };
/** RDS supports a minor for a year at least, then upgrades it by itself (RDS FAQ, "Database engine versions"). */
const OLDEST_MINOR_MONTHS = 12;
const MONTH_MS = (365 / 12) * 86_400_000;

describe('data', () => {
  let template: Template;
  beforeAll(() => {
    template = stageTemplate('Data');
  });

  describe('PostgreSQL', () => {
    it('speaks TLS only, with a parameter group of its own major', () => {
      template.hasResourceProperties('AWS::RDS::DBParameterGroup', {
        Family: 'postgres17',
        Parameters: Match.objectLike({ 'rds.force_ssl': '1' }),
      });
      template.hasResourceProperties('AWS::RDS::DBInstance', {
        Engine: 'postgres',
        EngineVersion: '17.9',
        AutoMinorVersionUpgrade: false,
        DBParameterGroupName: { Ref: Match.stringLikeRegexp('Parameters') },
      });
    });

    it('is of a minor that RDS still supports for a while', () => {
      const [[version, released] = ['', '']] = Object.entries(RELEASED);
      template.hasResourceProperties('AWS::RDS::DBInstance', { EngineVersion: version });
      const months = (Date.now() - Date.parse(released)) / MONTH_MS;
      if (months < OLDEST_MINOR_MONTHS) return;
      throw new Error(
        `PostgreSQL ${version} is of ${released}: raise VERSION in lib/constructs/metadata-database.ts to the newest minor that 'aws rds describe-db-engine-versions --engine postgres' shows, with aws-cdk-lib and cfn-lint, and write its release here`,
      );
    });

    it('is in two zones on gp3, which takes no IOPS of its own below 400 GiB', () => {
      template.hasResourceProperties('AWS::RDS::DBInstance', {
        MultiAZ: true,
        StorageType: 'gp3',
        Iops: Match.absent(),
        PubliclyAccessible: false,
      });
    });

    it('logs statements that take longer than half a second', () => {
      template.hasResourceProperties('AWS::RDS::DBParameterGroup', {
        Parameters: Match.objectLike({ log_min_duration_statement: '500' }),
      });
      template.hasResourceProperties('AWS::RDS::DBInstance', {
        EnableCloudwatchLogsExports: ['postgresql', 'upgrade'],
      });
    });

    it('proves itself by the authority whose certificate the code has', () => {
      template.hasResourceProperties('AWS::RDS::DBInstance', {
        CACertificateIdentifier: 'rds-ca-rsa2048-g1',
      });
    });

    it('is measured by the minute, under the key of the data', () => {
      template.hasResourceProperties('AWS::RDS::DBInstance', {
        MonitoringInterval: 60,
        PerformanceInsightsKMSKeyId: Match.anyValue(),
      });
    });

    it('takes its password from the existing secret', () => {
      const secret =
        'arn:aws:secretsmanager:ap-northeast-1:111111111111:secret:streamtech/dev/database-AbCdEf';
      template.hasResourceProperties('AWS::RDS::DBInstance', {
        MasterUsername: 'streamtech',
        MasterUserPassword: `{{resolve:secretsmanager:${secret}:SecretString:password::}}`,
      });
    });

    it('goes without a trace: no snapshot, no backup, no log group of its own', () => {
      template.hasResource('AWS::RDS::DBInstance', {
        DeletionPolicy: 'Delete',
        Properties: { DeletionProtection: false, DeleteAutomatedBackups: true },
        DependsOn: Match.arrayWith([Match.stringLikeRegexp('^DatabaseLog')]),
      });
      for (const log of ['postgresql', 'upgrade']) {
        template.hasResourceProperties('AWS::Logs::LogGroup', {
          LogGroupName: `/aws/rds/instance/streamtech-metadata-test/${log}`,
        });
      }
    });
  });

  describe('Redis', () => {
    it('survives the loss of a node', () => {
      template.hasResourceProperties('AWS::ElastiCache::ReplicationGroup', {
        NumCacheClusters: 2,
        AutomaticFailoverEnabled: true,
        MultiAZEnabled: true,
        CacheSubnetGroupName: { Ref: Match.anyValue() },
      });
    });

    it('wants TLS and the token of the existing secret, and has no user group besides', () => {
      template.hasResourceProperties('AWS::ElastiCache::ReplicationGroup', {
        TransitEncryptionEnabled: true,
        TransitEncryptionMode: 'required',
        AuthToken: Match.stringLikeRegexp(
          '^\\{\\{resolve:secretsmanager:.*:SecretString:token::\\}\\}$',
        ),
        UserGroupIds: Match.absent(),
      });
    });

    it('forgets first what the catalogue can fill in again, and backs nothing up', () => {
      template.hasResourceProperties('AWS::ElastiCache::ParameterGroup', {
        CacheParameterGroupFamily: 'redis7',
        Properties: { 'maxmemory-policy': 'volatile-lfu' },
      });
      template.hasResourceProperties('AWS::ElastiCache::ReplicationGroup', {
        EngineVersion: '7.1',
        CacheParameterGroupName: { Ref: Match.stringLikeRegexp('^CacheParameters') },
        SnapshotRetentionLimit: 0,
      });
    });

    it('logs slow commands and its own state', () => {
      template.hasResourceProperties('AWS::ElastiCache::ReplicationGroup', {
        LogDeliveryConfigurations: ['slow-log', 'engine-log'].map((LogType) =>
          Match.objectLike({ LogType, DestinationType: 'cloudwatch-logs' }),
        ),
      });
    });

    it('has an id that AWS takes, with the longest suffix too', () => {
      const long = templateOf(aStage({ environmentSuffix: 'a-sixteen-letter' }), 'data');
      const [group] = Object.values(long.findResources('AWS::ElastiCache::ReplicationGroup'));
      const id = (group?.['Properties'] as { ReplicationGroupId: string }).ReplicationGroupId;
      expect(id.length).toBeLessThanOrEqual(40);
    });
  });

  describe('scratch', () => {
    it('lets nobody mount it but over TLS, as a role, below one folder, as the worker', () => {
      template.hasResourceProperties('AWS::EFS::FileSystem', {
        FileSystemPolicy: {
          Statement: Match.arrayWith([
            Match.objectLike({
              Effect: 'Deny',
              Condition: { Bool: { 'aws:SecureTransport': 'false' } },
            }),
          ]),
        },
      });
      template.hasResourceProperties('AWS::EFS::AccessPoint', {
        PosixUser: { Uid: '10001', Gid: '10001' },
        RootDirectory: {
          Path: '/worker',
          CreationInfo: { OwnerUid: '10001', OwnerGid: '10001', Permissions: '0700' },
        },
      });
    });
  });

  it('reads scratch at full speed whatever is in it, and backs nothing of it up', () => {
    template.hasResourceProperties('AWS::EFS::FileSystem', {
      ThroughputMode: 'elastic',
      BackupPolicy: Match.absent(),
    });
  });

  describe('the bucket', () => {
    it('keeps versions, tells EventBridge, and leaves it to the API which pages send bytes', () => {
      template.hasResourceProperties('AWS::S3::Bucket', {
        BucketName: 'streamtech-ingest-111111111111-test',
        VersioningConfiguration: { Status: 'Enabled' },
        NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } },
        PublicAccessBlockConfiguration: Match.objectLike({ BlockPublicAcls: true }),
        CorsConfiguration: Match.absent(),
      });
      template.resourceCountIs('Custom::S3BucketNotifications', 0);
    });

    it('forgets broken uploads and old versions', () => {
      template.hasResourceProperties('AWS::S3::Bucket', {
        BucketName: 'streamtech-ingest-111111111111-test',
        LifecycleConfiguration: {
          Rules: [
            Match.objectLike({
              AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 },
              NoncurrentVersionExpiration: { NoncurrentDays: 184 },
            }),
          ],
        },
      });
    });

    it('is emptied when its environment is destroyed', () => {
      template.resourceCountIs('Custom::S3AutoDeleteObjects', 2);
    });
  });

  describe('in a protected environment', () => {
    beforeAll(() => {
      template = stageTemplate('Data', { dataProtection: 'protected' });
    });
    afterAll(() => {
      template = stageTemplate('Data');
    });
    const staying = { DeletionPolicy: 'RetainExceptOnCreate', UpdateReplacePolicy: 'Retain' };

    it('PostgreSQL can be deleted by nobody, and leaves a last snapshot and its backups', () => {
      template.hasResource('AWS::RDS::DBInstance', {
        DeletionPolicy: 'Snapshot',
        UpdateReplacePolicy: 'Snapshot',
        Properties: { DeletionProtection: true, DeleteAutomatedBackups: false },
      });
    });

    it('uploads stay, and nothing empties them', () => {
      template.hasResource('AWS::S3::Bucket', {
        ...staying,
        Properties: { BucketName: 'streamtech-ingest-111111111111-test' },
      });
      template.hasResource('Custom::S3AutoDeleteObjects', {
        Properties: { BucketName: { Ref: Match.stringLikeRegexp('^IngestAccessLogs') } },
      });
      template.resourceCountIs('Custom::S3AutoDeleteObjects', 1);
    });

    it('the key stays that decrypts both', () => {
      template.hasResource('AWS::KMS::Key', staying);
    });
  });

  it('names a customer key of the secrets where they have one', () => {
    const secretsKeyArn =
      'arn:aws:kms:ap-northeast-1:111111111111:key/1234abcd-12ab-34cd-56ef-1234567890ab';
    const compute = templateOf(aStage({ secretsKeyArn }), 'compute');
    expect(JSON.stringify(compute.findResources('AWS::IAM::Policy'))).toContain(secretsKeyArn);
  });
});
