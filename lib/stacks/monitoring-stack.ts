import { CfnOutput, Fn, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { EnvironmentConfig } from '../config/environment-config';
import { AlarmTopic } from '../constructs/alarm-topic';
import { Canary } from '../constructs/canary';
import { MonthlyBudget } from '../constructs/monthly-budget';
import { PlatformAlarms } from '../monitoring/platform-alarms';
import { PlatformDashboard } from '../monitoring/platform-dashboard';
import { platformMetrics } from '../monitoring/platform-metrics';
import { StackProtection } from '../constructs/stack-protection';
import { WatcherRole } from '../constructs/watcher-role';
import type { ApiStack } from './api-stack';
import type { ComputeStack } from './compute-stack';
import type { DataStack } from './data-stack';
import type { NetworkStack } from './network-stack';

export interface MonitoringStackProps extends StackProps {
  /** Who is told, and what it may cost. */
  readonly config: EnvironmentConfig;
  /** The key of the logs. */
  readonly network: NetworkStack;
  /** The stores. */
  readonly data: DataStack;
  /** The queue and its workers. */
  readonly compute: ComputeStack;
  /** The API. */
  readonly api: ApiStack;
  /**
   * The role of a build, in any account, that watches the alarms after a release.
   * @default nobody watches
   */
  readonly watcherArn?: string;
}

/** What a build needs that watches the alarms after a release. */
export interface ReleaseWatch {
  /** The role that it assumes. */
  readonly roleArn: CfnOutput;
  /** The alarms that speak against a release, with spaces between their names. */
  readonly alarms: CfnOutput;
}

/** How the environment does, who is called when it does badly, and what it costs. */
export class MonitoringStack extends Stack {
  /** When somebody watches. */
  readonly releaseWatch?: ReleaseWatch;

  constructor(scope: Construct, id: string, props: MonitoringStackProps) {
    super(scope, id, props);
    const { network, data, compute, api, watcherArn } = props;
    const { environmentSuffix, alarmEmail: email, ...config } = props.config;

    const watched = {
      notifications: compute.notifications,
      uploads: compute.uploads,
      measuring: compute.measuring,
      worker: compute.worker,
      retention: compute.retention,
      database: data.database,
      cache: data.cache,
      scratch: data.scratch,
      gateway: api.gateway,
      apiFunction: api.apiFunction,
      authorizer: api.authorizer,
      platform: platformMetrics(environmentSuffix),
      canary:
        config.canaryKeySecretArn === 'none'
          ? undefined
          : new Canary(this, 'Canary', {
              config: props.config,
              logKey: network.logKey,
              logRetentionDays: config.logRetentionDays,
              apiUrl: api.gateway.url,
            }),
    };
    const { topic } = new AlarmTopic(this, 'Alarming', { environmentSuffix, email });
    const { ofRelease } = new PlatformAlarms(this, 'Alarms', {
      environmentSuffix,
      watched,
      topic,
      databaseStorageGib: config.databaseStorageGib,
    });
    new PlatformDashboard(this, 'Platform', { environmentSuffix, watched });
    new MonthlyBudget(this, 'Monthly', {
      environmentSuffix,
      limitUsd: config.monthlyBudgetUsd,
      topic,
    });

    new CfnOutput(this, 'AlarmTopicArn', { value: topic.topicArn });
    if (watcherArn !== undefined) {
      const { roleArn } = new WatcherRole(this, 'Watcher', {
        environmentSuffix,
        watcherArn,
        alarms: ofRelease,
      });
      const alarms = Fn.join(
        ' ',
        ofRelease.map(({ alarmName }) => alarmName),
      );
      this.releaseWatch = {
        roleArn: new CfnOutput(this, 'WatcherRoleArn', { value: roleArn }),
        alarms: new CfnOutput(this, 'ReleaseAlarms', { value: alarms }),
      };
    }
    if (config.dataProtection === 'protected') {
      // this stack comes last, and this in it: what failed before has to be deleted and made again
      const others = this.node.children;
      new StackProtection(this, 'Protection', {
        environmentSuffix,
        logKey: network.logKey,
        logRetentionDays: config.logRetentionDays,
        stackNames: [network, data, compute, api, this].map(({ stackName }) => stackName),
      }).node.addDependency(...others);
    }
  }
}
