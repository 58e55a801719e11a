import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { EnvironmentConfig } from '../config/environment-config';
import { AlarmTopic } from '../constructs/alarm-topic';
import { MonthlyBudget } from '../constructs/monthly-budget';
import { PlatformAlarms } from '../constructs/platform-alarms';
import { PlatformDashboard } from '../constructs/platform-dashboard';
import { platformMetrics } from '../constructs/platform-metrics';
import type { ApiStack } from './api-stack';
import type { ComputeStack } from './compute-stack';
import type { DataStack } from './data-stack';

export interface MonitoringStackProps extends StackProps {
  /** Who is told, and what it may cost. */
  readonly config: EnvironmentConfig;
  /** The stores. */
  readonly data: DataStack;
  /** The queue and its workers. */
  readonly compute: ComputeStack;
  /** The API. */
  readonly api: ApiStack;
}

/** How the environment does, who is called when it does badly, and what it costs. */
export class MonitoringStack extends Stack {
  constructor(scope: Construct, id: string, props: MonitoringStackProps) {
    super(scope, id, props);
    const { data, compute, api } = props;
    const { environmentSuffix, alarmEmail: email, ...config } = props.config;

    const metrics = platformMetrics({ environmentSuffix, data, compute, api });
    const { topic } = new AlarmTopic(this, 'Alarming', { environmentSuffix, email });
    new PlatformAlarms(this, 'Alarms', {
      environmentSuffix,
      metrics,
      topic,
      databaseStorageGib: config.databaseStorageGib,
    });
    new PlatformDashboard(this, 'Platform', { environmentSuffix, metrics });
    new MonthlyBudget(this, 'Monthly', {
      environmentSuffix,
      limitUsd: config.monthlyBudgetUsd,
      email,
    });

    new CfnOutput(this, 'AlarmTopicArn', { value: topic.topicArn });
  }
}
