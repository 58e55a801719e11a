import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { Provider } from 'aws-cdk-lib/custom-resources';
import { Construct } from 'constructs';
import { acknowledge, acknowledgeStar } from '../compliance/acknowledge';
import { nameOf } from '../config/names';
import type { EnvironmentProps, LogProps } from './common-props';
import { ServiceLogGroup } from './service-log-group';
import { ServiceRole } from './service-role';

export interface ResourceProviderProps extends EnvironmentProps, LogProps {
  /** Names its function, role and log group, such as `migration-provider`. */
  readonly baseName: string;
  /** What creates, updates and deletes the resource. */
  readonly handler: lambda.IFunction;
}

/** The CDK's provider of a custom resource, with a role, a name and a log group as our own functions have. */
export class ResourceProvider extends Construct {
  /** Service token of the custom resources. */
  readonly serviceToken: string;

  constructor(scope: Construct, id: string, props: ResourceProviderProps) {
    super(scope, id);
    const { environmentSuffix, baseName, handler } = props;
    const name = nameOf(baseName, environmentSuffix);
    const logGroup = new ServiceLogGroup(this, 'Logs', {
      logGroupName: name,
      logKey: props.logKey,
      logRetentionDays: props.logRetentionDays,
    });
    // the role that the library makes may write to every log group of the account
    const role = new ServiceRole(this, 'Role', {
      environmentSuffix,
      baseName,
      service: 'lambda.amazonaws.com',
    });
    logGroup.grants.write(role);
    const provider = new Provider(this, 'Provider', {
      providerFunctionName: name,
      onEventHandler: handler,
      frameworkOnEventRole: role,
      logGroup,
    });
    acknowledgeStar(
      role,
      `${handler.functionArn}:*`,
      ['lambda:InvokeFunction'],
      'The star stands for the versions and aliases of this one function, which has none; every grant of the library to call a function asks for them.',
    );
    acknowledge(provider, {
      'NIST.800.53.R5-LambdaConcurrency':
        'CloudFormation calls it once in a deploy, and the library takes no limit; the function behind it has one.',
      'NIST.800.53.R5-LambdaDLQ':
        'CloudFormation is told of a failure and rolls the deploy back; a request that is tried again later would belong to a deploy that is over.',
      'NIST.800.53.R5-LambdaInsideVPC':
        'It calls Lambda and the address at which CloudFormation waits for its answer, over TLS; no store, and nothing can connect to a function.',
    });
    this.serviceToken = provider.serviceToken;
  }
}
