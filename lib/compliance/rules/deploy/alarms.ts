import {
  deliveryMetricNames,
  ENVIRONMENT_DIMENSION,
  metricNames,
  METRICS_NAMESPACE,
  VERSION_DIMENSION,
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
  const watched = `${name} by ${by.sort().join() || 'nothing'}`;
  return EMITTED.has(watched) ? [] : [watched];
}

/** Seconds that an alarm with periods under an hour may evaluate. (API reference, PutMetricAlarm.) */
const DAY = 86_400;

/** `<namespace> <metric> by <dimensions>`, from the user guides of these services. */
const EMITTED: ReadonlySet<string> = new Set([
  ...all('AWS/ApiGateway', 'ApiName,Stage', '4XXError', '5XXError', 'Count', 'Latency'),
  ...all('AWS/ECS', 'ClusterName,ServiceName', 'CPUUtilization', 'MemoryUtilization'),
  ...all('AWS/EFS', 'FileSystemId', 'PercentIOLimit'),
  ...all(
    'AWS/ElastiCache',
    'CacheClusterId',
    'DatabaseMemoryUsagePercentage',
    'EngineCPUUtilization',
  ),
  // of what an alias leads to; the last names the version that a call went to
  ...['FunctionName', 'FunctionName,Resource', 'ExecutedVersion,FunctionName,Resource'].flatMap(
    (dimensions) => all('AWS/Lambda', dimensions, 'Duration', 'Errors', 'Invocations', 'Throttles'),
  ),
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
    ENVIRONMENT_DIMENSION,
    ...Object.values(metricNames).filter((name) => name !== metricNames.serverError),
    ...Object.values(deliveryMetricNames),
  ),
  ...all(
    METRICS_NAMESPACE,
    `${ENVIRONMENT_DIMENSION},${VERSION_DIMENSION}`,
    metricNames.serverError,
  ),
]);

function all(namespace: string, dimensions: string, ...names: string[]): string[] {
  return names.map((name) => `${namespace} ${name} by ${dimensions}`);
}
