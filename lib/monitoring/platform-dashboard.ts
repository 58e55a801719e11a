import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { nameOf } from '../config/names';
import type { EnvironmentProps } from '../constructs/common-props';
import type { Watched } from './watched';

export interface PlatformDashboardProps extends EnvironmentProps {
  /** What is shown. */
  readonly watched: Watched;
}

/** The flow from left to right and top to bottom: uploads, workers, stores, API. */
export class PlatformDashboard extends Construct {
  constructor(scope: Construct, id: string, props: PlatformDashboardProps) {
    super(scope, id);
    const { notifications, uploads, measuring, worker, retention, scratch, platform } =
      props.watched;
    const { database, cache, gateway, apiFunction, authorizer, canary } = props.watched;
    new cloudwatch.Dashboard(this, 'Dashboard', {
      dashboardName: nameOf('platform', props.environmentSuffix),
      defaultInterval: Duration.hours(12),
      widgets: [
        [
          graph(
            'Uploads',
            [uploads.metricMessagesWaiting(), uploads.metricMessagesInWork()],
            [uploads.metricAgeOfOldestMessage()],
          ),
          graph(
            'Measuring',
            [measuring.metricMessagesWaiting(), measuring.metricMessagesInWork()],
            [measuring.metricAgeOfOldestMessage()],
          ),
          graph('Videos done', [platform.ready, platform.rejected, platform.failed]),
          graph('Verdicts', [platform.pass, platform.warn, platform.review, platform.fail]),
        ],
        [
          graph('Given up', [
            uploads.metricDeadLetters(),
            measuring.metricDeadLetters(),
            notifications.metricUndelivered(),
            platform.processingErrors,
          ]),
          graph('Workers', [worker.metricRunningTasks(), worker.metricDesiredTasks()]),
          graph('Worker load, %', [
            worker.metricCpuUtilization(),
            worker.metricMemoryUtilization(),
          ]),
          graph('Scratch', [scratch.metricStorageBytes()], [scratch.metricPercentIoLimit()]),
        ],
        [
          graph('PostgreSQL', [database.metricCpuUtilization()], [database.metricConnections()]),
          graph('PostgreSQL, free bytes', [
            database.metricFreeStorageSpace(),
            database.metricFreeableMemory(),
          ]),
          graph(
            'Redis, %',
            [cache.metricEngineCpuUtilization(), cache.metricMemoryUsage()],
            [cache.metricEvictions()],
          ),
          graph('Cache', [platform.cacheHitRate], [platform.cacheBypass]),
        ],
        [
          graph('Requests', [gateway.metricCount(), gateway.metricClientErrors()]),
          graph('Latency, ms', [
            gateway.metricLatency({ statistic: 'p50' }),
            gateway.metricLatency(),
          ]),
          graph(
            'API faults',
            [apiFunction.metricErrors(), apiFunction.metricThrottles(), authorizer.metricErrors()],
            [gateway.metricServerErrorRate()],
          ),
          graph(
            'Retention',
            [retention.metricRuns()],
            [
              retention.metricCorrectionsDue(),
              retention.metricDeletionsOverdue(),
              platform.setAside,
            ],
          ),
        ],
        [
          ...(canary
            ? [
                graph(
                  'Canary',
                  [canary.metricSuccesses(), canary.metricFailures()],
                  [canary.metricTime()],
                ),
              ]
            : []),
        ],
      ],
    });
  }
}

const WIDTH = 6; // a quarter of the page

function graph(title: string, left: cloudwatch.IMetric[], right: cloudwatch.IMetric[] = []) {
  return new cloudwatch.GraphWidget({ title, left, right, width: WIDTH, liveData: true });
}
