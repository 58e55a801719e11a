import { Metrics as EmfMetrics, MetricUnit } from '@aws-lambda-powertools/metrics';

/** Figures for CloudWatch. */
export interface Metrics {
  count(name: string, value?: number, dimensions?: Readonly<Record<string, string>>): void;
  duration(name: string, milliseconds: number): void;
}

const NAMESPACE = 'StreamTech';

/**
 * Writes each figure as one line of CloudWatch's embedded metric format to standard output, from where
 * the log driver carries it: no call to an API, nothing to wait for.
 */
export function emfMetrics(environmentSuffix: string, service: string): Metrics {
  const metrics = new EmfMetrics({
    namespace: NAMESPACE,
    serviceName: service,
    defaultDimensions: { environment: environmentSuffix },
  });
  return {
    count(name, value = 1, dimensions = {}) {
      const single = metrics.singleMetric();
      single.addDimensions(dimensions);
      single.addMetric(name, MetricUnit.Count, value);
    },
    duration(name, milliseconds) {
      metrics.singleMetric().addMetric(name, MetricUnit.Milliseconds, milliseconds);
    },
  };
}

/** For where nobody reads them. */
export const noMetrics: Metrics = { count: () => undefined, duration: () => undefined };
