import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type * as sns from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { nameOf } from '../config/names';
import type { EnvironmentProps } from './common-props';

export interface RunbookAlarmProps extends EnvironmentProps {
  /** Heading in docs/runbook.md, as its anchor. */
  readonly heading: string;
  /**
   * Names the alarm.
   * @default the heading
   */
  readonly baseName?: string;
  /** What is wrong when it is in ALARM. */
  readonly meaning: string;
  /** What is watched. */
  readonly metric: cloudwatch.IMetric;
  /** When it goes into ALARM, in the unit of the metric. */
  readonly threshold: { readonly above: number } | { readonly below: number };
  /**
   * Periods of the metric in a row.
   * @default 1
   */
  readonly periods?: number;
  /**
   * Where it is sent.
   * @default nowhere: a service asks for its state
   */
  readonly topic?: sns.ITopic;
}

/** An alarm that says what to do: its description ends with its heading in the runbook. */
export class RunbookAlarm extends cloudwatch.Alarm {
  constructor(scope: Construct, id: string, props: RunbookAlarmProps) {
    super(scope, id, {
      alarmName: nameOf(props.baseName ?? props.heading, props.environmentSuffix),
      alarmDescription: `${props.meaning}. docs/runbook.md#${props.heading}`,
      metric: props.metric,
      ...comparison(props.threshold),
      evaluationPeriods: props.periods ?? 1,
      // no data means that nothing happened; what must always happen says so in its metric
      treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
    });
    if (props.topic) {
      this.addAlarmAction(new SnsAction(props.topic));
      this.addOkAction(new SnsAction(props.topic));
    }
  }
}

function comparison(threshold: RunbookAlarmProps['threshold']) {
  const { GREATER_THAN_THRESHOLD, LESS_THAN_THRESHOLD } = cloudwatch.ComparisonOperator;
  return 'above' in threshold
    ? { threshold: threshold.above, comparisonOperator: GREATER_THAN_THRESHOLD }
    : { threshold: threshold.below, comparisonOperator: LESS_THAN_THRESHOLD };
}
