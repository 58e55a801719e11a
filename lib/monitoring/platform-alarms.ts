import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as sns from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { EnvironmentProps } from '../constructs/common-props';
import { RunbookAlarm, type RunbookAlarmProps } from '../constructs/runbook-alarm';
import type { Watched } from './watched';

export interface PlatformAlarmsProps extends EnvironmentProps {
  /** What is watched. */
  readonly watched: Watched;
  /** Where it is sent. */
  readonly topic: sns.ITopic;
  /** Storage of the database at first, in GiB. */
  readonly databaseStorageGib: number;
}

interface Spec extends Pick<RunbookAlarmProps, 'meaning' | 'metric' | 'threshold' | 'periods'> {
  /**
   * It goes into ALARM when new code does worse than the old: soon after a deploy it speaks against the release.
   * @default it speaks of load, sizes or the outside
   */
  readonly gatesRelease?: true;
}

const GIB = 1024 ** 3;

/** The age counts from when it was sent until it is deleted: twice what a film of three hours takes by itself. */
const MEASURED_WITHIN_SECONDS = 4 * 3600;

/** An alarm for whatever a person must act on, and for nothing else. */
export class PlatformAlarms extends Construct {
  /** Those that speak against a release when they go into ALARM soon after it. */
  readonly ofRelease: readonly cloudwatch.IAlarm[];

  constructor(scope: Construct, id: string, props: PlatformAlarmsProps) {
    super(scope, id);
    const { environmentSuffix, topic, watched, databaseStorageGib } = props;
    const ofRelease: cloudwatch.IAlarm[] = [];
    for (const alarms of Object.values(alarmsOf(watched, databaseStorageGib))) {
      for (const [heading, { gatesRelease, ...spec }] of Object.entries(alarms)) {
        const shared = { environmentSuffix, topic, heading };
        const alarm = new RunbookAlarm(this, pascal(heading), { ...shared, ...spec });
        if (gatesRelease) ofRelease.push(alarm);
      }
    }
    this.ofRelease = ofRelease;
  }
}

/** By what they watch, under their headings in the runbook; the compiler asks for those of a new part. */
function alarmsOf(
  watched: Watched,
  storageGib: number,
): Record<keyof Watched, Record<string, Spec>> {
  const { notifications, uploads, measuring, worker, retention, database, cache } = watched;
  const { scratch, gateway, apiFunction, authorizer, platform, canary } = watched;
  return {
    notifications: {
      'undelivered-events': {
        meaning: 'An upload arrived and could not be put into the queue',
        metric: notifications.metricUndelivered(),
        threshold: { above: 0 },
        gatesRelease: true,
      },
    },
    uploads: {
      'uploads-wait-too-long': {
        meaning: 'The headers of the oldest upload have not been read for more than 15 minutes',
        metric: uploads.metricAgeOfOldestMessage(),
        threshold: { above: 15 * 60 },
      },
      'dead-letters': {
        meaning: 'The headers of a video could not be read five times, by a fault of ours',
        metric: uploads.metricDeadLetters(),
        threshold: { above: 0 },
        gatesRelease: true,
      },
    },
    measuring: {
      'measuring-waits-too-long': {
        meaning: 'The oldest upload has not been measured for more than four hours',
        metric: measuring.metricAgeOfOldestMessage(),
        threshold: { above: MEASURED_WITHIN_SECONDS },
      },
      'measuring-dead-letters': {
        meaning: 'A video could not be measured five times, by a fault of ours',
        metric: measuring.metricDeadLetters(),
        threshold: { above: 0 },
        gatesRelease: true,
      },
    },
    worker: {
      'worker-saturated': {
        meaning: 'The workers have been at their limit for half an hour',
        metric: worker.metricCpuUtilization(),
        threshold: { above: 95 },
        periods: 6,
      },
      'worker-memory': {
        meaning: 'A worker is close to being killed for its memory',
        metric: worker.metricMemoryUtilization(),
        threshold: { above: 90 },
        periods: 2,
      },
    },
    retention: {
      'correction-due': {
        meaning: 'A correction under article 9 of the Broadcasting Act is due within a day',
        metric: retention.metricCorrectionsDue(),
        threshold: { above: 0 },
      },
      'deletion-overdue': {
        meaning: 'A deletion was begun more than a day ago, and no run has ended it',
        metric: retention.metricDeletionsOverdue(),
        threshold: { above: 0 },
      },
      'retention-stopped': {
        meaning: 'The retention job has not come to its end for three hours',
        metric: retention.metricRuns(),
        threshold: { below: 1 },
        periods: 3,
      },
    },
    database: {
      'database-cpu': {
        meaning: 'PostgreSQL has been busy for 15 minutes',
        metric: database.metricCpuUtilization(),
        threshold: { above: 80 },
        periods: 3,
      },
      'database-storage': {
        meaning: 'Less than a tenth of the storage of PostgreSQL is free',
        metric: database.metricFreeStorageSpace(),
        threshold: { below: 0.1 * storageGib * GIB },
      },
      'database-memory': {
        meaning: 'PostgreSQL has less than 256 MiB of memory left',
        metric: database.metricFreeableMemory(),
        threshold: { below: GIB / 4 },
        periods: 3,
      },
    },
    cache: {
      'cache-cpu': {
        meaning: 'Redis has been busy for 15 minutes',
        metric: cache.metricEngineCpuUtilization(),
        threshold: { above: 80 },
        periods: 3,
      },
      'cache-memory': {
        meaning: 'Redis is full and evicts keys that are still used',
        metric: cache.metricMemoryUsage(),
        threshold: { above: 90 },
        periods: 3,
      },
    },
    scratch: {
      'scratch-saturated': {
        meaning: 'The scratch file system is at the limit of its operations',
        metric: scratch.metricPercentIoLimit(),
        threshold: { above: 95 },
        periods: 3,
      },
    },
    gateway: {
      'api-errors': {
        meaning: 'More than 1 % of the requests fail by a fault of ours',
        metric: gateway.metricServerErrorRate(),
        threshold: { above: 0.01 },
        periods: 2,
        gatesRelease: true,
      },
      'api-latency': {
        meaning: 'One request in a hundred takes longer than a second',
        metric: gateway.metricLatencyOfMany(),
        threshold: { above: 1000 },
        periods: 3,
        gatesRelease: true,
      },
    },
    apiFunction: {
      'api-throttled': {
        meaning: 'The API function may not have as many instances as it needs',
        metric: apiFunction.metricThrottles(),
        threshold: { above: 0 },
        periods: 2,
      },
    },
    authorizer: {
      'authorizer-errors': {
        meaning: 'API keys can not be checked, so nobody is let in',
        metric: authorizer.metricErrors(),
        threshold: { above: 0 },
        periods: 2,
        gatesRelease: true,
      },
    },
    platform: {
      'processing-errors': {
        meaning: 'Attempts to process videos end in faults of ours',
        metric: platform.processingErrors,
        threshold: { above: 5 },
        periods: 2,
        gatesRelease: true,
      },
      'bytes-set-aside': {
        meaning: 'Bytes arrived for a video that must be kept, and were set aside',
        metric: platform.setAside,
        threshold: { above: 0 },
      },
      'cache-down': {
        meaning: 'Answers come from PostgreSQL because the cache could not be asked',
        metric: platform.cacheBypass,
        threshold: { above: 50 },
        gatesRelease: true,
      },
      'cache-hit-rate': {
        meaning: 'Fewer than half of the reads are answered by the cache',
        metric: platform.cacheHitRate,
        threshold: { below: 50 },
        periods: 6,
      },
    },
    canary: canary
      ? {
          'canary-failed': {
            meaning: 'A clip of ours did not come through the platform, twice in a row',
            metric: canary.metricFailures(),
            threshold: { above: 0 },
            periods: 2,
            gatesRelease: true,
          },
          'canary-stopped': {
            meaning: 'No clip of ours has come through the platform for 20 minutes',
            metric: canary.metricSuccesses(),
            threshold: { below: 1 },
            periods: 4,
          },
        }
      : {},
  };
}

function pascal(heading: string): string {
  return heading.replaceAll(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());
}
