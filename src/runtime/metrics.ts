import { Metrics as EmfMetrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import {
  ENVIRONMENT_DIMENSION,
  type MetricName,
  metricNames,
  METRICS_NAMESPACE,
  VERSION_DIMENSION,
} from './metric-names';

/** Figures for CloudWatch. */
export interface Metrics {
  count(name: MetricName): void;
  duration(name: MetricName, milliseconds: number): void;
}

/**
 * Writes each figure as one line of CloudWatch's embedded metric format to standard output, from where
 * the log driver carries it: no call to an API, nothing to wait for.
 * @param functionVersion of Lambda; of what runs elsewhere there is none
 */
export function emfMetrics(environmentSuffix: string, functionVersion = 'none'): Metrics {
  const metrics = new EmfMetrics({ namespace: METRICS_NAMESPACE });
  const write = (name: MetricName, unit: 'Count' | 'Milliseconds', value: number) => {
    const single = metrics.singleMetric();
    single.clearDefaultDimensions();
    single.addDimension(ENVIRONMENT_DIMENSION, environmentSuffix);
    if (name === metricNames.serverError) single.addDimension(VERSION_DIMENSION, functionVersion);
    single.addMetric(name, MetricUnit[unit], value);
  };
  return {
    count: (name) => {
      write(name, 'Count', 1);
    },
    duration: (name, milliseconds) => {
      write(name, 'Milliseconds', milliseconds);
    },
  };
}

/** Counts nothing: for platforms without CloudWatch. */
export const noMetrics: Metrics = { count: () => undefined, duration: () => undefined };
