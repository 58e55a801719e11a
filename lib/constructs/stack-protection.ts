import { join } from 'node:path';
import { CustomResource, Duration, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { acknowledgeStar } from '../compliance/acknowledge';
import type { EnvironmentProps, LogProps } from './common-props';
import { NodeFunction } from './node-function';
import { ResourceProvider } from './resource-provider';

export interface StackProtectionProps extends EnvironmentProps, LogProps {
  /** Names of the stacks; they stand when this is made. */
  readonly stackNames: readonly string[];
}

const ENTRY = join(__dirname, '../../src/entries/protect-stacks.lambda.ts');

/**
 * Termination protection, also where a pipeline deploys: `terminationProtection` of a stack is for the CDK's
 * command line alone (aws-cdk#17871).
 */
export class StackProtection extends Construct {
  constructor(scope: Construct, id: string, props: StackProtectionProps) {
    super(scope, id);
    const { environmentSuffix, logKey, logRetentionDays, stackNames } = props;
    const shared = { environmentSuffix, logKey, logRetentionDays };
    const { handler, role } = new NodeFunction(this, 'Protect', {
      ...shared,
      baseName: 'protect-stacks',
      description: 'Turns on the termination protection of the stacks at a deploy',
      entry: ENTRY,
      environment: {},
      timeout: Duration.minutes(5), // one call a stack, each of which may be refused for half a minute
      memoryMib: 256,
      concurrency: {
        unreserved: 'CloudFormation calls it once in a deploy; twice would have the same effect.',
      },
    });
    const stacks = Stack.of(this).formatArn({
      service: 'cloudformation',
      resource: 'stack',
      resourceName: `StreamTech-${environmentSuffix}-*/*`,
    });
    iam.Grant.addToPrincipal({
      grantee: role,
      actions: ['cloudformation:UpdateTerminationProtection'],
      resourceArns: [stacks],
    });
    acknowledgeStar(
      role,
      stacks,
      ['cloudformation:UpdateTerminationProtection'],
      'The stars stand for the stacks of this one environment and their ids; the code turns protection on, and no stack can be deleted or changed by the action.',
    );
    const { serviceToken } = new ResourceProvider(this, 'Provider', {
      ...shared,
      baseName: 'protect-stacks-provider',
      handler,
    });
    const resource = new CustomResource(this, 'Protected', {
      resourceType: 'Custom::StackProtection',
      serviceToken,
      properties: { Stacks: stackNames },
    });
    resource.node.addDependency(role);
  }
}
