import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { acknowledge } from '../compliance/acknowledge';
import { nameOf } from '../config/names';
import type { EnvironmentProps } from './common-props';

export interface ReleaseAlarmProps extends EnvironmentProps {
  /** Names it, such as `worker-release`. */
  readonly baseName: string;
  /** What is wrong when it is in ALARM. */
  readonly meaning: string;
  /** Heading in docs/runbook.md, as its anchor. */
  readonly heading: string;
  /** What is watched, a minute at a time. */
  readonly metric: cloudwatch.IMetric;
  /** Calls or attempts that may fail in a minute. */
  readonly tolerated: number;
}

/** An alarm that a service asks while it takes a release in, which it takes back when it is in ALARM. */
export class ReleaseAlarm extends cloudwatch.Alarm {
  constructor(scope: Construct, id: string, props: ReleaseAlarmProps) {
    super(scope, id, {
      alarmName: nameOf(props.baseName, props.environmentSuffix),
      alarmDescription: `${props.meaning}. docs/runbook.md#${props.heading}`,
      metric: props.metric,
      threshold: props.tolerated,
      comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods: 1,
      treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
    });
    acknowledge(this, {
      'NIST.800.53.R5-CloudWatchAlarmAction':
        'The service that takes a release in asks for its state, and acts on it; people are told by the alarms of the runbook.',
    });
  }
}
