import {
  deliveryMetricNames,
  metricNames,
  METRICS_NAMESPACE,
} from '../../../../src/runtime/metric-names';
import type { PolicyRule } from '../../policy-rule';
import { asRecord, at, listOf } from '../../template-values';

export const alarms: PolicyRule = {
  id: 'Alarms',
  statement:
    'An alarm must watch a metric that is emitted, by its dimensions, and for a day at most; a metric is looked up in the guide of its service, and added to lib/compliance/rules/deploy/alarms.ts.',
  reason:
    'CloudWatch takes an alarm on any name; on one that nobody emits it has no data for ever.',
  check: ({ type, properties }) => {
    if (type !== 'AWS::CloudWatch::Alarm') return 'not applicable';
    const several = listOf(properties['Metrics'])
      .map((each) => at(asRecord(each), 'MetricStat.Metric'))
      .filter((each) => each !== undefined);
    const watched = properties['MetricName'] === undefined ? several : [properties];
    const seconds = Number(properties['Period']) * Number(properties['EvaluationPeriods']);
    return [
      ...(seconds > DAY ? [`${seconds} seconds`] : []),
      ...watched.map(asRecord).flatMap(unknown),
    ];
  },
};

function unknown(metric: Readonly<Record<string, unknown>>): string[] {
  const name = `${String(metric['Namespace'])} ${String(metric['MetricName'])}`;
  const by = listOf(metric['Dimensions']).map((each) => String(at(asRecord(each), 'Name')));
  return METRICS[name] === by.sort().join() ? [] : [`${name} by ${by.join() || 'nothing'}`];
}

/** Seconds that an alarm with periods under an hour may evaluate. (API reference, PutMetricAlarm.) */
const DAY = 86_400;

/** Dimensions by namespace and metric, from the user guides of these services. */
const METRICS: Readonly<Record<string, string>> = {
  ...all('AWS/ApiGateway', 'ApiName,Stage', '4XXError', '5XXError', 'Count', 'Latency'),
  ...all('AWS/ECS', 'ClusterName,ServiceName', 'CPUUtilization', 'MemoryUtilization'),
  ...all('AWS/EFS', 'FileSystemId', 'PercentIOLimit'),
  ...all(
    'AWS/ElastiCache',
    'CacheClusterId',
    'DatabaseMemoryUsagePercentage',
    'EngineCPUUtilization',
  ),
  ...all('AWS/Lambda', 'FunctionName', 'Duration', 'Errors', 'Invocations', 'Throttles'),
  ...all(
    'AWS/RDS',
    'DBInstanceIdentifier',
    'CPUUtilization',
    'DatabaseConnections',
    'FreeableMemory',
    'FreeStorageSpace',
  ),
  ...all(
    'AWS/SQS',
    'QueueName',
    'ApproximateAgeOfOldestMessage',
    'ApproximateNumberOfMessagesNotVisible',
    'ApproximateNumberOfMessagesVisible',
  ),
  ...all(
    METRICS_NAMESPACE,
    'Environment',
    ...Object.values(metricNames),
    ...Object.values(deliveryMetricNames),
  ),
};

function all(namespace: string, dimensions: string, ...names: string[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [`${namespace} ${name}`, dimensions]));
}
