import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { type MetricName, metricNames } from '../../src/runtime/metric-names';
import { countedMetric } from '../constructs/counted-metric';

export type PlatformMetrics = ReturnType<typeof platformMetrics>;

/** What the code counts for the platform as a whole; what is of one construct is its `metricXxx()`. */
export function platformMetrics(environmentSuffix: string) {
  const counted = (name: MetricName) => countedMetric(name, environmentSuffix);
  return {
    ready: counted(metricNames.videoReady),
    rejected: counted(metricNames.videoRejected),
    failed: counted(metricNames.videoFailed),
    processingErrors: counted(metricNames.processingError),
    setAside: counted(metricNames.uploadSetAside),

    pass: counted(metricNames.verdictPass),
    warn: counted(metricNames.verdictWarn),
    review: counted(metricNames.verdictReview),
    fail: counted(metricNames.verdictFail),

    cacheHitRate: hitRate(counted(metricNames.cacheHit), counted(metricNames.cacheMiss)),
    cacheBypass: counted(metricNames.cacheBypass),
  };
}

/** Percent; 100 while there are too few reads to say. */
function hitRate(hits: cloudwatch.IMetric, misses: cloudwatch.IMetric): cloudwatch.MathExpression {
  return new cloudwatch.MathExpression({
    label: 'Cache hit rate, %',
    expression:
      'IF(FILL(hits,0) + FILL(misses,0) > 100, 100 * FILL(hits,0) / (FILL(hits,0) + FILL(misses,0)), 100)',
    usingMetrics: { hits, misses },
  });
}
