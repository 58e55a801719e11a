import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as rds from 'aws-cdk-lib/aws-rds';
import type * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { acknowledge } from '../compliance/acknowledge';
import { nameOf } from '../config/names';
import type { LogProps, StoreProps } from './common-props';
import type { ProtectedProps } from './data-protection';
import { STORES } from './isolated-vpc';
import { ServiceLogGroup } from './service-log-group';

export interface MetadataDatabaseProps extends StoreProps, LogProps, ProtectedProps {
  /** Existing, JSON: `username`, which must be {@link DATABASE_OWNER}, and `password`. */
  readonly secret: secretsmanager.ISecret;
  /** Such as `t4g.medium`. */
  readonly instanceType: string;
  /** Of gp3, at first. */
  readonly storageGib: number;
  /** Up to which the storage grows by itself. */
  readonly maxStorageGib: number;
  /** How far point-in-time recovery reaches back. */
  readonly backupDays: number;
}

export const DATABASE_NAME = 'streamtech';
/** Migrates; RDS calls it the master user. */
export const DATABASE_OWNER = 'streamtech';
/** Worker and API: rows, and nothing else. (docs/adr/0008) */
export const DATABASE_USER = 'streamtech_app';
/** Whom the worker connects as: may delete nothing. */
export const DATABASE_WORKER = 'streamtech_worker';

/**
 * The newest minor that CDK and cfn-lint both know. Pinned: it is raised here, so that staging runs
 * it before prod does, and RDS must not raise it by itself meanwhile.
 */
const VERSION = rds.PostgresEngineVersion.VER_17_9;

/**
 * Statements slower than this are logged. At a million videos 107 of 112 pairs of a filter and an order take at most
 * 50 ms, the slowest 160 (`npm run bench -- search`).
 */
const SLOW_STATEMENT_MS = 500;

const LOGS = ['postgresql', 'upgrade'] as const;

const MONITORING_POLICY = 'service-role/AmazonRDSEnhancedMonitoringRole';

const DESTROYED_WHOLE =
  'A disposable environment must be destroyed by one command, with nothing left. Until then automated backups restore any moment but the latest minutes, and uploads, which stay in their bucket, can be processed again.';

/** PostgreSQL in two zones: the truth about every video. */
export class MetadataDatabase extends Construct {
  /** For its endpoint. */
  readonly instance: rds.IDatabaseInstance;

  constructor(scope: Construct, id: string, props: MetadataDatabaseProps) {
    super(scope, id);
    const { environmentSuffix, dataProtection = 'disposable' } = props;
    const isProtected = dataProtection === 'protected';
    const instanceIdentifier = nameOf('metadata', environmentSuffix);
    const engine = rds.DatabaseInstanceEngine.postgres({ version: VERSION });

    const instance = new rds.DatabaseInstance(this, 'Instance', {
      instanceIdentifier,
      engine,
      autoMinorVersionUpgrade: false,
      instanceType: new ec2.InstanceType(props.instanceType),
      databaseName: DATABASE_NAME,
      // `fromSecret` would attach, and so rewrite, a secret that is not ours (aws-cdk#24657)
      credentials: rds.Credentials.fromPassword(
        DATABASE_OWNER,
        props.secret.secretValueFromJson('password'),
      ),

      vpc: props.vpc,
      securityGroups: [props.securityGroup],
      subnetGroup: new rds.SubnetGroup(this, 'Subnets', {
        subnetGroupName: nameOf('metadata', environmentSuffix),
        description: 'Zones a and c',
        vpc: props.vpc,
        vpcSubnets: STORES,
        removalPolicy: RemovalPolicy.DESTROY,
      }),
      multiAz: true,
      publiclyAccessible: false,
      caCertificate: rds.CaCertificate.RDS_CA_RSA2048_G1,
      parameterGroup: new rds.ParameterGroup(this, 'Parameters', {
        // with its family, because a named group can't be replaced by one of the same name
        name: nameOf(`metadata-postgres${VERSION.postgresMajorVersion}`, environmentSuffix),
        description: 'TLS only; slow statements logged',
        engine,
        parameters: {
          'rds.force_ssl': '1',
          log_min_duration_statement: String(SLOW_STATEMENT_MS),
        },
        removalPolicy: RemovalPolicy.DESTROY,
      }),

      storageType: rds.StorageType.GP3,
      allocatedStorage: props.storageGib,
      maxAllocatedStorage: props.maxStorageGib,
      storageEncrypted: true,
      storageEncryptionKey: props.encryptionKey,

      backupRetention: Duration.days(props.backupDays),
      copyTagsToSnapshot: true,
      preferredBackupWindow: '18:00-19:00', // 03:00 JST
      preferredMaintenanceWindow: 'Sun:19:00-Sun:20:00', // Monday 04:00 JST
      deleteAutomatedBackups: !isProtected,
      deletionProtection: isProtected,
      removalPolicy: isProtected ? RemovalPolicy.SNAPSHOT : RemovalPolicy.DESTROY,

      databaseInsightsMode: rds.DatabaseInsightsMode.STANDARD,
      performanceInsightRetention: rds.PerformanceInsightRetention.DEFAULT, // 7 days, free
      performanceInsightEncryptionKey: props.encryptionKey,
      monitoringInterval: Duration.minutes(1),
      monitoringRole: this.monitoringRole(environmentSuffix),
      cloudwatchLogsExports: [...LOGS],
    });

    instance.node.addDependency(
      ...LOGS.map(
        (log) =>
          new ServiceLogGroup(this, logId(log), {
            logGroupName: `/aws/rds/instance/${instanceIdentifier}/${log}`,
            logKey: props.logKey,
            logRetentionDays: props.logRetentionDays,
          }),
      ),
    );
    if (!isProtected) {
      acknowledge(instance, {
        'AwsSolutions-RDS10': DESTROYED_WHOLE,
        'NIST.800.53.R5-RDSInstanceDeletionProtectionEnabled': DESTROYED_WHOLE,
      });
    }
    acknowledge(instance, {
      'NIST.800.53.R5-RDSInBackupPlan': `Its own automated backups restore any moment of the last ${props.backupDays} days but the latest minutes; ${isProtected ? 'a last snapshot is taken when it is deleted' : 'what a backup plan adds would outlive the environment'}.`,
      'AwsSolutions-RDS11':
        'In a network without internet, only the security groups of worker, migration and API reach it, over TLS with a password; another port would hide it from nobody who is there.',
    });
    this.instance = instance;
  }

  /** Percent of the vCPUs, on average. */
  metricCpuUtilization(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.instance.metricCPUUtilization(props);
  }

  /** Bytes of storage that are free, on average. */
  metricFreeStorageSpace(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.instance.metricFreeStorageSpace(props);
  }

  /** Bytes of memory that are free, on average. */
  metricFreeableMemory(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.instance.metric('FreeableMemory', props);
  }

  /** Connections, on average. */
  metricConnections(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.instance.metricDatabaseConnections(props);
  }

  private monitoringRole(environmentSuffix: string): iam.IRole {
    const role = new iam.Role(this, 'MonitoringRole', {
      roleName: nameOf('metadata-monitoring', environmentSuffix),
      assumedBy: new iam.ServicePrincipal('monitoring.rds.amazonaws.com'),
      managedPolicies: [iam.ManagedPolicy.fromAwsManagedPolicyName(MONITORING_POLICY)],
    });
    acknowledge(role, {
      [`AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/${MONITORING_POLICY}]`]:
        'The policy that RDS documents for Enhanced Monitoring: it writes to log groups that begin with RDS, and only RDS can take the role on.',
    });
    return role;
  }
}

function logId(log: (typeof LOGS)[number]): string {
  return log === 'postgresql' ? 'Log' : 'UpgradeLog';
}
