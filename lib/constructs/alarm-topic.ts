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

/** Where alarms go. Under a key of its own: CloudWatch can't use the one that AWS manages for SNS. */
export class AlarmTopic extends Construct {
  /** To send alarms to. */
  readonly topic: sns.ITopic;

  constructor(scope: Construct, id: string, props: AlarmTopicProps) {
    super(scope, id);
    const { environmentSuffix } = props;
    const masterKey = new RotatingKey(this, 'Key', { purpose: 'alarms', environmentSuffix });
    masterKey.allowSender('cloudwatch.amazonaws.com');
    this.topic = new sns.Topic(this, 'Topic', {
      topicName: nameOf('alarms', environmentSuffix),
      displayName: `StreamTech ${environmentSuffix}`,
      masterKey,
      enforceSSL: true,
    });
    // The policy that enforces TLS replaces the one that SNS makes, which lets the account's services
    // publish. A grant would open the key as well, to any action of its kind.
    this.topic.addToResourcePolicy(
      new iam.PolicyStatement({
        sid: 'Alarms',
        principals: [new iam.ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [this.topic.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    );
    this.topic.addSubscription(new EmailSubscription(props.email));
  }
}
