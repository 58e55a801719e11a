import { join } from 'node:path';
import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import * as kms from 'aws-cdk-lib/aws-kms';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { environmentNames } from '../../src/runtime/environment';
import { metricNames } from '../../src/runtime/metric-names';
import type { EnvironmentConfig } from '../config/environment-config';
import { nameOf } from '../config/names';
import type { LogProps } from './common-props';
import { countedMetric } from './counted-metric';
import { NodeFunction } from './node-function';

export interface CanaryProps extends LogProps {
  /** Names the secrets. */
  readonly config: Pick<
    EnvironmentConfig,
    'environmentSuffix' | 'canaryKeySecretArn' | 'secretsKeyArn'
  >;
  /** Address of the API, as clients have it. */
  readonly apiUrl: string;
}

const ENTRY = join(__dirname, '../../src/entries/canary.lambda.ts');
/** The one that the integration tests send. */
const CLIP = 'test/integ/clips/clip.mp4';

const EVERY = Duration.minutes(5);
/** What the code waits for the worker, 4 minutes, and a little for all else; the next run starts then. */
const TIMEOUT = Duration.minutes(5);

/**
 * Sends a clip through the platform as a client does, from outside of its network: an environment in which
 * nobody does anything is seen to work.
 */
export class Canary extends Construct {
  private readonly handler: lambda.IFunction;
  private readonly environmentSuffix: string;

  constructor(scope: Construct, id: string, props: CanaryProps) {
    super(scope, id);
    const { environmentSuffix, canaryKeySecretArn, secretsKeyArn } = props.config;
    this.environmentSuffix = environmentSuffix;
    const { handler, role } = new NodeFunction(this, 'Function', {
      environmentSuffix,
      logKey: props.logKey,
      logRetentionDays: props.logRetentionDays,
      baseName: 'canary',
      description: 'Sends a clip through the platform, and deletes it',
      entry: ENTRY,
      environment: {
        [environmentNames.environmentSuffix]: environmentSuffix,
        [environmentNames.apiUrl]: props.apiUrl,
        [environmentNames.canaryKeySecretArn]: canaryKeySecretArn,
      },
      files: [CLIP],
      timeout: TIMEOUT,
      memoryMib: 256,
      concurrency: { unreserved: 'A schedule calls it every five minutes; it waits most of them.' },
      whyNoDeadLetters:
        'A run that fails is counted, which an alarm watches, and the next one comes within five minutes.',
    });
    // a run that is repeated would hide the failure, or come beside the next
    handler.configureAsyncInvoke({ retryAttempts: 0, maxEventAge: EVERY });
    secretsmanager.Secret.fromSecretCompleteArn(this, 'Key', canaryKeySecretArn).grantRead(role);
    if (secretsKeyArn !== 'aws-managed') {
      kms.Key.fromKeyArn(this, 'SecretsKey', secretsKeyArn).grant(role, 'kms:Decrypt');
    }
    new events.Rule(this, 'Schedule', {
      ruleName: nameOf('canary', environmentSuffix),
      description: 'Sends the clip of the canary',
      schedule: events.Schedule.rate(EVERY),
      targets: [new targets.LambdaFunction(handler)],
    });
    this.handler = handler;
  }

  /** Runs that failed. */
  metricFailures(): cloudwatch.Metric {
    return this.handler.metricErrors();
  }

  /** Runs whose clip went in and came out; 0, not nothing, when there was none. */
  metricSuccesses(): cloudwatch.MathExpression {
    return new cloudwatch.MathExpression({
      label: 'Canary successes',
      expression: 'FILL(successes, 0)',
      usingMetrics: {
        successes: countedMetric(metricNames.canarySucceeded, this.environmentSuffix),
      },
    });
  }

  /** Milliseconds from the request for an upload to the deletion. */
  metricTime(): cloudwatch.Metric {
    return countedMetric(metricNames.canaryTime, this.environmentSuffix, {
      statistic: cloudwatch.Stats.MAXIMUM,
    });
  }
}
