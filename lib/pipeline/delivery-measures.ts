import { join } from 'node:path';
import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as codepipeline from 'aws-cdk-lib/aws-codepipeline';
import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { environmentNames } from '../../src/runtime/environment';
import {
  DELIVERY_DAYS,
  deliveryMetricNames,
  ENVIRONMENT_DIMENSION,
  METRICS_NAMESPACE,
} from '../../src/runtime/metric-names';
import { nameOf } from '../config/names';
import type { EnvironmentProps, LogProps } from '../constructs/common-props';
import { NodeFunction } from '../constructs/node-function';

export interface DeliveryMeasuresProps extends EnvironmentProps, LogProps {
  /** Its executions are measured. */
  readonly pipeline: codepipeline.IPipeline;
  /** Name of its last stage. */
  readonly productionStage: string;
}

const ENTRY = join(__dirname, '../../src/entries/measure-delivery.lambda.ts');
/** The function reads the executions of two months one by one. */
const TIMEOUT = Duration.minutes(5);

/** DORA's four key metrics of software delivery over the last 30 days, from the executions of a pipeline. */
export class DeliveryMeasures extends Construct {
  constructor(scope: Construct, id: string, props: DeliveryMeasuresProps) {
    super(scope, id);
    const { environmentSuffix, logKey, logRetentionDays, pipeline } = props;
    const { handler, role } = new NodeFunction(this, 'Measure', {
      environmentSuffix,
      logKey,
      logRetentionDays,
      baseName: 'delivery-measures',
      description: 'Measures how often, how fast and how safely the pipeline delivers',
      entry: ENTRY,
      environment: {
        [environmentNames.environmentSuffix]: environmentSuffix,
        [environmentNames.pipelineName]: pipeline.pipelineName,
        [environmentNames.productionStage]: props.productionStage,
      },
      timeout: TIMEOUT,
      memoryMib: 256,
      concurrency: {
        unreserved:
          'It runs when a run of the pipeline ends and once a day; runs end one after another.',
      },
      whyNoDeadLetters:
        'A call that is lost does no harm: each reads the runs of two months anew, and the next comes within a day.',
    });
    iam.Grant.addToPrincipal({
      grantee: role,
      actions: ['codepipeline:ListActionExecutions', 'codepipeline:ListPipelineExecutions'],
      resourceArns: [pipeline.pipelineArn],
    });
    new events.Rule(this, 'Ended', {
      ruleName: nameOf('run-ended', environmentSuffix),
      description: 'A run of the pipeline has ended, or a day has: measure',
      eventPattern: {
        source: ['aws.codepipeline'],
        detailType: ['CodePipeline Pipeline Execution State Change'],
        detail: { pipeline: [pipeline.pipelineName], state: ['SUCCEEDED', 'FAILED'] },
      },
      schedule: events.Schedule.rate(Duration.days(1)),
      targets: [new targets.LambdaFunction(handler)],
    });
    new cloudwatch.Dashboard(this, 'Dashboard', {
      dashboardName: nameOf('delivery', environmentSuffix),
      defaultInterval: Duration.days(90),
      widgets: [
        measures(environmentSuffix).map(valueWidget),
        measures(environmentSuffix).map(graphWidget),
      ],
    });
  }
}

interface Measure {
  readonly title: string;
  readonly metric: cloudwatch.IMetric;
}

function measures(environmentSuffix: string): Measure[] {
  const { deployments, leadTime, changeFailureRate, timeToRestore } = deliveryMetricNames;
  const titles = [
    [`Deployments in ${DELIVERY_DAYS} days`, deployments],
    ['Lead time, hours', leadTime],
    ['Change failure rate, %', changeFailureRate],
    ['Time to restore, hours', timeToRestore],
  ] as const;
  return titles.map(([title, metricName]) => ({
    title,
    metric: new cloudwatch.Metric({
      namespace: METRICS_NAMESPACE,
      metricName,
      dimensionsMap: { [ENVIRONMENT_DIMENSION]: environmentSuffix },
      statistic: cloudwatch.Stats.AVERAGE, // of one day: each value already covers 30 days
      period: Duration.days(1),
    }),
  }));
}

const WIDTH = 6; // a quarter of the page

function valueWidget({ title, metric }: Measure) {
  return new cloudwatch.SingleValueWidget({ title, metrics: [metric], width: WIDTH });
}

function graphWidget({ title, metric }: Measure) {
  const leftYAxis = { min: 0 };
  return new cloudwatch.GraphWidget({ title, left: [metric], leftYAxis, width: WIDTH });
}
