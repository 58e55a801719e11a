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
    this.topic.addSubscription(new EmailSubscription(props.email));
  }
}
