import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as elasticache from 'aws-cdk-lib/aws-elasticache';
import type * as logs from 'aws-cdk-lib/aws-logs';
import type * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { acknowledge } from '../compliance/acknowledge';
import { nameOf } from '../config/names';
import type { LogProps, StoreProps } from './common-props';
import { STORES } from './isolated-vpc';
import { ServiceLogGroup } from './service-log-group';

export interface CacheClusterProps extends StoreProps, LogProps {
  /** Existing, JSON: `token`. */
  readonly secret: secretsmanager.ISecret;
  /** Such as `cache.t4g.small`. */
  readonly nodeType: string;
  /** The primary and its replicas, in two zones. */
  readonly nodes: number;
}

/**
 * Redis in two zones, in front of the catalogue. There is no L2 for it. It is not backed up: it may
 * forget everything, and fills itself again.
 */
export class CacheCluster extends Construct {
  /** Name of the cluster. */
  readonly replicationGroupId: string;
  /** Host name that follows a failover. */
  readonly primaryAddress: string;
  /** TCP, TLS only. */
  readonly primaryPort: string;

  constructor(scope: Construct, id: string, props: CacheClusterProps) {
    super(scope, id);
    const name = nameOf('cache', props.environmentSuffix);
    const subnets = new elasticache.CfnSubnetGroup(this, 'Subnets', {
      cacheSubnetGroupName: name,
      description: 'Zones a and c',
      subnetIds: props.vpc.selectSubnets(STORES).subnetIds,
    });
    const parameters = new elasticache.CfnParameterGroup(this, 'Parameters', {
      cacheParameterGroupFamily: 'redis7',
      description: 'Forgets what is read least, among what has a time to live',
      // all of it has one; that of popularity is 120 hours: it can't be filled again from the catalogue, and stays
      // longest because every view writes to it
      properties: { 'maxmemory-policy': 'volatile-lfu' },
    });
    const logDelivery = (logType: 'slow-log' | 'engine-log', group: logs.ILogGroup) => ({
      logType,
      logFormat: 'json',
      destinationType: 'cloudwatch-logs',
      destinationDetails: { cloudWatchLogsDetails: { logGroup: group.logGroupName } },
    });
    const log = (logName: string) => ({
      logGroupName: `/aws/elasticache/${name}/${logName}`,
      logKey: props.logKey,
      logRetentionDays: props.logRetentionDays,
    });

    const group = new elasticache.CfnReplicationGroup(this, 'Group', {
      replicationGroupId: name,
      replicationGroupDescription: 'Cache in front of the catalogue',
      engine: 'redis',
      engineVersion: '7.1',
      cacheNodeType: props.nodeType,
      cacheSubnetGroupName: subnets.ref,
      cacheParameterGroupName: parameters.ref,
      securityGroupIds: [props.securityGroup.securityGroupId],
      numCacheClusters: props.nodes,
      automaticFailoverEnabled: true,
      multiAzEnabled: true,
      atRestEncryptionEnabled: true,
      kmsKeyId: props.encryptionKey.keyArn,
      transitEncryptionEnabled: true,
      transitEncryptionMode: 'required',
      // a dynamic reference: the token itself is in no template
      authToken: props.secret.secretValueFromJson('token').unsafeUnwrap(),
      snapshotRetentionLimit: 0,
      autoMinorVersionUpgrade: true,
      preferredMaintenanceWindow: 'sun:19:00-sun:20:00', // Monday 04:00 JST
      logDeliveryConfigurations: [
        logDelivery('slow-log', new ServiceLogGroup(this, 'SlowLog', log('slow'))),
        logDelivery('engine-log', new ServiceLogGroup(this, 'EngineLog', log('engine'))),
      ],
    });
    acknowledge(group, {
      'NIST.800.53.R5-ElastiCacheRedisClusterAutomaticBackup':
        'It may forget everything: answers come from PostgreSQL and fill it again, and only the list of popular videos starts anew.',
      'AwsSolutions-AEC5':
        'In a network without internet, only the security groups of worker and API reach it, over TLS with a token; another port would hide it from nobody who is there.',
    });
    this.replicationGroupId = group.ref;
    this.primaryAddress = group.attrPrimaryEndPointAddress;
    this.primaryPort = group.attrPrimaryEndPointPort;
  }

  /** Percent of the processor that Redis has, at most. */
  metricEngineCpuUtilization(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric('EngineCPUUtilization', props);
  }

  /** Percent of the memory, at most. */
  metricMemoryUsage(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric('DatabaseMemoryUsagePercentage', props);
  }

  /** Entries that were forgotten for others, at most. */
  metricEvictions(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric('Evictions', props);
  }

  /** Of the first node; CloudFormation names it by the group's id and -001. */
  private metric(metricName: string, props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return new cloudwatch.Metric({
      namespace: 'AWS/ElastiCache',
      metricName,
      dimensionsMap: { CacheClusterId: `${this.replicationGroupId}-001` },
      statistic: cloudwatch.Stats.MAXIMUM,
      ...props,
    });
  }
}
