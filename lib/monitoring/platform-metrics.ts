import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import {
  ENVIRONMENT_DIMENSION,
  METRICS_NAMESPACE,
  type MetricName,
  metricNames,
} from '../../src/runtime/metric-names';
import { nameOf } from '../config/names';
import type { ApiStack } from '../stacks/api-stack';
import type { ComputeStack } from '../stacks/compute-stack';
import type { DataStack } from '../stacks/data-stack';

export interface Watched {
  readonly environmentSuffix: string;
  readonly data: DataStack;
  readonly compute: ComputeStack;
  readonly api: ApiStack;
}

export type PlatformMetrics = ReturnType<typeof platformMetrics>;

/** Long enough to hold some data, short enough to be noticed soon. */
const PERIOD = Duration.minutes(5);

/** How often the retention job runs. */
const RETENTION_PERIOD = Duration.hours(1);

const { SUM, AVERAGE, MAXIMUM } = cloudwatch.Stats;

/** Every number that the dashboard shows or an alarm watches. */
export function platformMetrics({ environmentSuffix, data, compute, api }: Watched) {
  const { queue, deadLetters } = compute.uploads;
  const database = data.database.instance;
  const counted = (metricName: MetricName) =>
    metric(METRICS_NAMESPACE, metricName, { [ENVIRONMENT_DIMENSION]: environmentSuffix }, SUM);
  const gateway = (metricName: string, statistic: string) =>
    metric(
      'AWS/ApiGateway',
      metricName,
      { ApiName: nameOf('api', environmentSuffix), Stage: environmentSuffix },
      statistic,
    );
  const worker = (namespace: string, metricName: string) =>
    metric(
      namespace,
      metricName,
      { ClusterName: compute.clusterName, ServiceName: compute.worker.service.serviceName },
      AVERAGE,
    );
  // members are named as CloudFormation numbers them: the group's id and -001 for the first
  const cacheNode = (metricName: string) =>
    metric(
      'AWS/ElastiCache',
      metricName,
      { CacheClusterId: `${data.cache.replicationGroupId}-001` },
      MAXIMUM,
    );
  const scratch = (metricName: string, statistic: string) =>
    metric(
      'AWS/EFS',
      metricName,
      { FileSystemId: data.scratch.fileSystem.fileSystemId },
      statistic,
    );
  const period = { period: PERIOD };

  return {
    waiting: queue.metricApproximateNumberOfMessagesVisible(period),
    inWork: queue.metricApproximateNumberOfMessagesNotVisible(period),
    oldestSeconds: queue.metricApproximateAgeOfOldestMessage(period),
    deadLetters: deadLetters.metricApproximateNumberOfMessagesVisible(period),
    undelivered: compute.notifications.undelivered.metricApproximateNumberOfMessagesVisible(period),

    tasks: worker('ECS/ContainerInsights', 'RunningTaskCount'),
    tasksWanted: worker('ECS/ContainerInsights', 'DesiredTaskCount'),
    workerCpu: worker('AWS/ECS', 'CPUUtilization'),
    workerMemory: worker('AWS/ECS', 'MemoryUtilization'),
    scratchBytes: scratch('StorageBytes', AVERAGE),
    scratchIo: scratch('PercentIOLimit', MAXIMUM),

    counted: {
      ready: counted(metricNames.videoReady),
      rejected: counted(metricNames.videoRejected),
      failed: counted(metricNames.videoFailed),
      processingErrors: counted(metricNames.processingError),
      pass: counted(metricNames.verdictPass),
      warn: counted(metricNames.verdictWarn),
      review: counted(metricNames.verdictReview),
      fail: counted(metricNames.verdictFail),
    },

    retentionRuns: new cloudwatch.MathExpression({
      label: 'Retention runs',
      expression: 'FILL(runs, 0)',
      usingMetrics: { runs: counted(metricNames.retentionRun).with({ period: RETENTION_PERIOD }) },
      period: RETENTION_PERIOD,
    }),
    setAside: counted(metricNames.uploadSetAside),
    correctionsDue: counted(metricNames.correctionDue).with({ period: RETENTION_PERIOD }),

    databaseCpu: database.metricCPUUtilization(period),
    databaseFreeBytes: database.metricFreeStorageSpace(period),
    databaseConnections: database.metricDatabaseConnections(period),
    databaseFreeMemory: database.metric('FreeableMemory', period),

    cacheCpu: cacheNode('EngineCPUUtilization'),
    cacheMemory: cacheNode('DatabaseMemoryUsagePercentage'),
    cacheEvictions: cacheNode('Evictions'),
    cacheHitRate: hitRate(counted(metricNames.cacheHit), counted(metricNames.cacheMiss)),
    cacheBypass: counted(metricNames.cacheBypass),

    requests: gateway('Count', SUM),
    clientErrors: gateway('4XXError', SUM),
    serverErrorRate: gateway('5XXError', AVERAGE),
    latency: gateway('Latency', 'p99'),
    latencyOfMany: latencyOfMany(gateway('Latency', 'p99'), gateway('Count', SUM)),
    latencyMedian: gateway('Latency', 'p50'),
    apiErrors: api.apiFunction.handler.metricErrors(period),
    apiThrottles: api.apiFunction.handler.metricThrottles(period),
    authorizerErrors: api.authorizerFunction.metricErrors(period),
  };
}

function metric(
  namespace: string,
  metricName: string,
  dimensionsMap: Readonly<Record<string, string>>,
  statistic: string,
): cloudwatch.Metric {
  return new cloudwatch.Metric({ namespace, metricName, dimensionsMap, statistic, period: PERIOD });
}

/**
 * What CloudWatch itself wants before it calls a percentile significant: 10 / (1 - 0.99). The slowest of
 * fewer are a cold start or two.
 */
const REQUESTS_FOR_P99 = 1000;

/**
 * Milliseconds; 0 while there are too few requests to say. `EvaluateLowSampleCountPercentile` would do
 * the same, but leave an alarm ringing all through a quiet night.
 */
function latencyOfMany(
  latency: cloudwatch.IMetric,
  requests: cloudwatch.IMetric,
): cloudwatch.MathExpression {
  return new cloudwatch.MathExpression({
    label: 'Latency, p99 of many, ms',
    expression: `IF(requests >= ${REQUESTS_FOR_P99}, latency, 0)`,
    usingMetrics: { latency, requests },
    period: PERIOD,
  });
}

/** Percent; 100 while there are too few reads to say. */
function hitRate(hits: cloudwatch.IMetric, misses: cloudwatch.IMetric): cloudwatch.MathExpression {
  return new cloudwatch.MathExpression({
    label: 'Cache hit rate, %',
    expression:
      'IF(FILL(hits,0) + FILL(misses,0) > 100, 100 * FILL(hits,0) / (FILL(hits,0) + FILL(misses,0)), 100)',
    usingMetrics: { hits, misses },
    period: PERIOD,
  });
}
