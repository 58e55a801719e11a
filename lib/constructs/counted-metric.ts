import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import {
  ENVIRONMENT_DIMENSION,
  METRICS_NAMESPACE,
  type MetricName,
} from '../../src/runtime/metric-names';

/** What the code of an environment counts, by the name under which it does; added up over 5 minutes. */
export function countedMetric(
  metricName: MetricName,
  environmentSuffix: string,
  props?: cloudwatch.MetricOptions,
): cloudwatch.Metric {
  return new cloudwatch.Metric({
    namespace: METRICS_NAMESPACE,
    metricName,
    dimensionsMap: { [ENVIRONMENT_DIMENSION]: environmentSuffix },
    statistic: cloudwatch.Stats.SUM,
    ...props,
  });
}
