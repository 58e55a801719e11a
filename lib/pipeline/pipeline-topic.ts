import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as sns from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Construct } from 'constructs';
import { nameOf } from '../config/names';
import type { EnvironmentProps } from '../constructs/common-props';

export interface PipelineTopicProps extends EnvironmentProps {
  /** Encrypts what is said. */
  readonly encryptionKey: kms.IKey;
  /** Who is told. */
  readonly email: string;
}

/** Where a pipeline says that it failed, that it succeeded, and that it needs an approval. */
export class PipelineTopic extends sns.Topic {
  private readonly encryptionKey: kms.IKey;

  constructor(scope: Construct, id: string, props: PipelineTopicProps) {
    super(scope, id, {
      topicName: nameOf('deliveries', props.environmentSuffix),
      displayName: `StreamTech pipeline ${props.environmentSuffix}`,
      masterKey: props.encryptionKey,
      enforceSSL: true,
    });
    this.encryptionKey = props.encryptionKey;
    this.addSubscription(new EmailSubscription(props.email));
  }

  /** As the library grants it to the pipeline and to its notifications, by the actions' names. */
  override grantPublish(grantee: iam.IGrantable): iam.Grant {
    this.encryptionKey.grant(grantee, 'kms:Decrypt', 'kms:GenerateDataKey');
    return iam.Grant.addToPrincipalOrResource({
      grantee,
      actions: ['sns:Publish'],
      resourceArns: [this.topicArn],
      resource: this,
    });
  }
}
