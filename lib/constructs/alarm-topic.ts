import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as sns from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import { nameOf } from '../config/names';
import type { EnvironmentProps } from './common-props';
import { RotatingKey } from './rotating-key';

export interface AlarmTopicProps extends EnvironmentProps {
  /** Who is told. */
  readonly email: string;
}

/** Where alarms and the budget's warnings go. Under a key of its own: no service can use SNS's own. */
export class AlarmTopic extends Construct {
  /** To send them to. */
  readonly topic: sns.ITopic;

  constructor(scope: Construct, id: string, props: AlarmTopicProps) {
    super(scope, id);
    const { environmentSuffix } = props;
    const masterKey = new RotatingKey(this, 'Key', { purpose: 'alarms', environmentSuffix });
    masterKey.allowSenders('cloudwatch.amazonaws.com', 'budgets.amazonaws.com');
    this.topic = new sns.Topic(this, 'Topic', {
      topicName: nameOf('alarms', environmentSuffix),
      displayName: `StreamTech ${environmentSuffix}`,
      masterKey,
      enforceSSL: true,
    });
    // The policy that enforces TLS replaces the one that SNS makes, which lets the account's services
    // publish. A grant would open the key as well, to any action of its kind.
    for (const [sid, service] of [
      ['Alarms', 'cloudwatch.amazonaws.com'],
      ['Budgets', 'budgets.amazonaws.com'],
    ] as const) {
      this.topic.addToResourcePolicy(
        new iam.PolicyStatement({
          sid,
          principals: [new iam.ServicePrincipal(service)],
          actions: ['sns:Publish'],
          resources: [this.topic.topicArn],
          conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
        }),
      );
    }
    this.topic.addSubscription(new EmailSubscription(props.email));
  }
}
