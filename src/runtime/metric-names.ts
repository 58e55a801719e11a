/** Names of the metrics, shared by the code that counts and by the dashboard and alarms that read. */
export const METRICS_NAMESPACE = 'StreamTech';

/** A dimension of every metric; its value is the environment's suffix. */
export const ENVIRONMENT_DIMENSION = 'Environment';

/** The other dimension of {@link metricNames.serverError}: the version of the function that answered. */
export const VERSION_DIMENSION = 'FunctionVersion';

/** All are counts, but for those whose comment names a unit. */
export const metricNames = {
  /** A video that ended in that state. */
  videoReady: 'VideoReady',
  videoRejected: 'VideoRejected',
  videoFailed: 'VideoFailed',
  /** An attempt that a fault of ours ended; it is retried. */
  processingError: 'ProcessingError',
  /** Bytes that arrived for a video that must be kept, and did not take the place of the kept ones. */
  uploadSetAside: 'UploadSetAside',
  /** Milliseconds from the claim to the final status. */
  processingTime: 'ProcessingTime',

  /** The retention job came to its end, and left nothing undone. */
  retentionRun: 'RetentionRun',
  /** A correction is due within a day, or overdue; each run of that job counts it again. */
  correctionDue: 'CorrectionDue',
  /** A deletion was begun more than a day ago and has not ended; each run of that job counts it again. */
  deletionOverdue: 'DeletionOverdue',

  verdictPass: 'VerdictPass',
  verdictWarn: 'VerdictWarn',
  verdictReview: 'VerdictReview',
  verdictFail: 'VerdictFail',

  /** Where an answer came from; `bypass`: the cache could not be asked. */
  cacheHit: 'CacheHit',
  cacheMiss: 'CacheMiss',
  cacheBypass: 'CacheBypass',

  /** The canary's clip went in and came out. */
  canarySucceeded: 'CanarySucceeded',
  /** Milliseconds that it took, of those that succeeded. */
  canaryTime: 'CanaryTime',

  /** An answer of the API with 500 or above, by the version that gave it. */
  serverError: 'ServerError',
} as const;
export type MetricName = (typeof metricNames)[keyof typeof metricNames];

/** Days that the measures of delivery look back. */
export const DELIVERY_DAYS = 30;

/** How well a pipeline delivers; each value is over the last {@link DELIVERY_DAYS} days. */
export const deliveryMetricNames = {
  /** Runs that reached production. */
  deployments: 'Deployments',
  /** Median hours from commit to production. */
  leadTime: 'LeadTimeHours',
  /** Percent of the runs that failed in production. */
  changeFailureRate: 'ChangeFailurePercent',
  /** Mean hours from a failure to its fix. */
  timeToRestore: 'TimeToRestoreHours',
} as const;
