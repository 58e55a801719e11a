import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { nameOf } from '../config/names';
import type { EnvironmentProps } from '../constructs/common-props';
import type { PlatformMetrics } from './platform-metrics';

export interface PlatformDashboardProps extends EnvironmentProps {
  /** What is shown. */
  readonly metrics: PlatformMetrics;
}

/** The flow from left to right and top to bottom: uploads, workers, stores, API. */
export class PlatformDashboard extends Construct {
  constructor(scope: Construct, id: string, props: PlatformDashboardProps) {
    super(scope, id);
    const { metrics } = props;
    const { counted } = metrics;
    new cloudwatch.Dashboard(this, 'Dashboard', {
      dashboardName: nameOf('platform', props.environmentSuffix),
      defaultInterval: Duration.hours(12),
      widgets: [
        [
          graph('Uploads', [metrics.waiting, metrics.inWork], [metrics.oldestSeconds]),
          graph('Videos done', [counted.ready, counted.rejected, counted.failed]),
          graph('Verdicts', [counted.pass, counted.warn, counted.review, counted.fail]),
          graph('Given up', [metrics.deadLetters, metrics.undelivered, counted.processingErrors]),
        ],
        [
          graph('Workers', [metrics.tasks, metrics.tasksWanted]),
          graph('Worker load, %', [metrics.workerCpu, metrics.workerMemory]),
          graph('Scratch', [metrics.scratchBytes], [metrics.scratchIo]),
          graph('Retention', [metrics.retentionRuns], [metrics.correctionsDue, metrics.setAside]),
        ],
        [
          graph('PostgreSQL', [metrics.databaseCpu], [metrics.databaseConnections]),
          graph('PostgreSQL, free bytes', [metrics.databaseFreeBytes, metrics.databaseFreeMemory]),
          graph('Redis, %', [metrics.cacheCpu, metrics.cacheMemory], [metrics.cacheEvictions]),
          graph('Cache', [metrics.cacheHitRate], [metrics.cacheBypass]),
        ],
        [
          graph('Requests', [metrics.requests, metrics.clientErrors]),
          graph('Latency, ms', [metrics.latencyMedian, metrics.latency]),
          graph('API faults', [metrics.apiErrors, metrics.apiThrottles], [metrics.serverErrorRate]),
        ],
      ],
    });
  }
}

const WIDTH = 6; // a quarter of the page

function graph(title: string, left: cloudwatch.IMetric[], right: cloudwatch.IMetric[] = []) {
  return new cloudwatch.GraphWidget({ title, left, right, width: WIDTH, liveData: true });
}
