import { Aspects, CfnResource, CustomResourceProviderBase, type IAspect, Stack } from 'aws-cdk-lib';
import { Construct, type IConstruct } from 'constructs';
import { ServiceLogGroup, type ServiceLogGroupProps } from './service-log-group';

export type ProviderLogsProps = ServiceLogGroupProps;

/**
 * Gives the functions that the CDK itself adds to a stack (they empty a bucket, close the default
 * security group) a log group of ours. Without it they leave an unencrypted one behind on destroy.
 */
export class ProviderLogs extends Construct {
  constructor(scope: Construct, id: string, props: ProviderLogsProps) {
    super(scope, id);
    const { logGroupName, logKey, logRetentionDays } = props;
    const group = new ServiceLogGroup(this, 'Group', { logGroupName, logKey, logRetentionDays });
    Aspects.of(Stack.of(this)).add(new LogTo(group.logGroupName));
  }
}

class LogTo implements IAspect {
  constructor(private readonly logGroupName: string) {}

  visit(node: IConstruct): void {
    if (!(node instanceof CustomResourceProviderBase)) return;
    const handler = node.node.findChild('Handler');
    if (handler instanceof CfnResource) {
      handler.addPropertyOverride('LoggingConfig', { LogGroup: this.logGroupName });
    }
  }
}
