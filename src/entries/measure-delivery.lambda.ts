import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { CodePipelineClient } from '@aws-sdk/client-codepipeline';
import { awsClient } from '../runtime/aws-client';
import { readEnvironment } from '../runtime/environment';
import {
  DELIVERY_DAYS,
  deliveryMetricNames,
  ENVIRONMENT_DIMENSION,
  METRICS_NAMESPACE,
} from '../runtime/metric-names';
import { measuresOf } from '../delivery/measures';
import { productionRuns } from '../delivery/production-runs';

const { environmentSuffix, pipelineName, productionStage } = readEnvironment([
  'environmentSuffix',
  'pipelineName',
  'productionStage',
]);

/** It asks for hundreds of runs in a row, and CodePipeline slows that down. */
const client = awsClient(CodePipelineClient, { attempts: 10 });

/**
 * Measures when a run has ended, and every day, since time passes without runs too. It reads the
 * history each time, so an event that comes twice or never does no harm.
 */
export async function handler(): Promise<void> {
  const production = { pipelineName, stageName: productionStage };
  // a failure from before may have been restored since
  const runs = await productionRuns(client, production, daysAgo(2 * DELIVERY_DAYS));
  const measured = measuresOf(runs, daysAgo(DELIVERY_DAYS));

  const metrics = new Metrics({ namespace: METRICS_NAMESPACE });
  metrics.addDimension(ENVIRONMENT_DIMENSION, environmentSuffix);
  const measures = [
    [deliveryMetricNames.deployments, MetricUnit.Count, measured.deployments],
    [deliveryMetricNames.leadTime, MetricUnit.NoUnit, measured.leadTimeHours],
    [deliveryMetricNames.changeFailureRate, MetricUnit.Percent, measured.changeFailurePercent],
    [deliveryMetricNames.timeToRestore, MetricUnit.NoUnit, measured.timeToRestoreHours],
  ] as const;
  for (const [name, unit, value] of measures) {
    if (value !== null) metrics.addMetric(name, unit, value);
  }
  metrics.publishStoredMetrics();
}

function daysAgo(days: number): Date {
  return new Date(Date.now() - days * 86_400_000);
}
