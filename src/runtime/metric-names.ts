/** Names of the metrics, shared by the code that counts and by the dashboard and alarms that read. */
export const METRICS_NAMESPACE = 'StreamTech';

/** The one dimension of every metric; its value is the environment's suffix. */
export const ENVIRONMENT_DIMENSION = 'Environment';

/** All are counts. */
export const metricNames = {
  /** A video that ended in that state. */
  videoReady: 'VideoReady',
  videoRejected: 'VideoRejected',
  videoFailed: 'VideoFailed',
  /** An attempt that a fault of ours ended; it is retried. */
  processingError: 'ProcessingError',

  verdictPass: 'VerdictPass',
  verdictWarn: 'VerdictWarn',
  verdictFail: 'VerdictFail',

  /** Where an answer came from; `bypass`: the cache could not be asked. */
  cacheHit: 'CacheHit',
  cacheMiss: 'CacheMiss',
  cacheBypass: 'CacheBypass',
} as const;
export type MetricName = (typeof metricNames)[keyof typeof metricNames];
