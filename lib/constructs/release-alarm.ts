import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { acknowledge } from '../compliance/acknowledge';
import type { EnvironmentProps } from './common-props';
import { RunbookAlarm } from './runbook-alarm';

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
export class ReleaseAlarm extends RunbookAlarm {
  constructor(scope: Construct, id: string, props: ReleaseAlarmProps) {
    const { environmentSuffix, baseName, meaning, heading, metric, tolerated } = props;
    const threshold = { above: tolerated };
    super(scope, id, { environmentSuffix, baseName, meaning, heading, metric, threshold });
    acknowledge(this, {
      'NIST.800.53.R5-CloudWatchAlarmAction':
        'The service that takes a release in asks for its state, and acts on it; people are told by the alarms of the runbook.',
    });
  }
}
