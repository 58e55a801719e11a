import type { Duration } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import type * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { acknowledge, acknowledgeStar } from '../compliance/acknowledge';
import { nameOf } from '../config/names';
import { bundledCode, type MoreFiles } from './bundled-code';
import type { EnvironmentProps, LogProps } from './common-props';
import { ServiceLogGroup } from './service-log-group';
import { ServiceRole } from './service-role';

export interface NodeFunctionProps extends EnvironmentProps, LogProps {
  /** Names the function, such as `api`. */
  readonly baseName: string;
  /** What it does, for people in the console. */
  readonly description: string;
  /** Path of its entry file. */
  readonly entry: string;
  /** Variables, as named in src/runtime/environment.ts. */
  readonly environment: Readonly<Record<string, string>>;
  /** After it the call is ended. */
  readonly timeout: Duration;
  /** CPU comes with it: 1,769 MiB are one vCPU. */
  readonly memoryMib: number;
  /**
   * Files beside the bundle, by their path in the repository.
   * @default none
   */
  readonly files?: readonly string[];
  /**
   * Files that are made for the bundle.
   * @default none
   */
  readonly more?: MoreFiles;
  /**
   * Where it runs, when it must reach the stores.
   * @default outside the network
   */
  readonly placement?: Pick<lambda.FunctionOptions, 'vpc' | 'vpcSubnets' | 'securityGroups'>;
  /** Instances at a time that it may have. */
  readonly concurrency: Concurrency;
  /**
   * Why a call that fails need not be kept.
   * @default it is called synchronously only
   */
  readonly whyNoDeadLetters?: string;
}

/**
 * Instances at a time that are taken from the account's and are this function's alone; or why it takes
 * what is free. A new account has 10 in all, of which none can be reserved.
 */
export type Concurrency = { readonly reserved: number } | { readonly unreserved: string };

const SYNCHRONOUS =
  'It is called synchronously, so the caller is told of a failure; a dead-letter queue takes asynchronous calls only.';

/**
 * A function in Node 24 on Graviton, bundled here by esbuild from the lock file. What fails is told to
 * the caller, or is of no consequence.
 */
export class NodeFunction extends Construct {
  /** To be called. */
  readonly handler: lambda.Function;
  /** To be granted what the code does. */
  readonly role: iam.IRole;

  constructor(scope: Construct, id: string, props: NodeFunctionProps) {
    super(scope, id);
    const functionName = nameOf(props.baseName, props.environmentSuffix);
    const logGroup = new ServiceLogGroup(this, 'Logs', {
      logGroupName: `/aws/lambda/${functionName}`,
      logKey: props.logKey,
      logRetentionDays: props.logRetentionDays,
    });
    this.role = this.roleFor(logGroup, props);
    const { concurrency } = props;
    this.handler = new lambda.Function(this, 'Handler', {
      functionName,
      description: props.description,
      code: bundledCode(props.entry, props.files ?? [], props.more),
      handler: 'index.handler',
      runtime: lambda.Runtime.NODEJS_24_X,
      architecture: lambda.Architecture.ARM_64,
      timeout: props.timeout,
      memorySize: props.memoryMib,
      reservedConcurrentExecutions: 'reserved' in concurrency ? concurrency.reserved : undefined,
      environment: { ...props.environment, NODE_OPTIONS: '--enable-source-maps' },
      ...props.placement,
      logGroup,
      role: this.role,
      loggingFormat: lambda.LoggingFormat.JSON,
      tracing: lambda.Tracing.DISABLED,
    });
    acknowledge(this.handler, {
      'NIST.800.53.R5-LambdaDLQ': props.whyNoDeadLetters ?? SYNCHRONOUS,
    });
    if ('unreserved' in concurrency) {
      acknowledge(this.handler, {
        'NIST.800.53.R5-LambdaConcurrency': concurrency.unreserved,
      });
    }
    if (!props.placement) {
      acknowledge(this.handler, {
        'NIST.800.53.R5-LambdaInsideVPC':
          'It calls AWS APIs over TLS and no store, and nothing can connect to a function; interfaces in the network would delay every destroy by up to 40 minutes.',
      });
    }
  }

  /** The role that CDK would make lets a function write to every log group of the account. */
  private roleFor(logGroup: logs.ILogGroup, props: NodeFunctionProps): iam.IRole {
    const role = new ServiceRole(this, 'Role', {
      environmentSuffix: props.environmentSuffix,
      baseName: `${props.baseName}-function`,
      service: 'lambda.amazonaws.com',
    });
    logGroup.grantWrite(role);
    if (props.placement) {
      role.addToPrincipalPolicy(
        new iam.PolicyStatement({ actions: NETWORK_INTERFACES, resources: ['*'] }),
      );
      acknowledgeStar(
        role,
        '*',
        NETWORK_INTERFACES,
        'Lambda places the function in the network by these actions, on interfaces that have no name yet; the code can call none of them, since the network has no endpoint for EC2.',
      );
    }
    return role;
  }
}

/** What Lambda needs to place a function in a network. There is no grant for it. */
const NETWORK_INTERFACES = [
  'ec2:AssignPrivateIpAddresses',
  'ec2:CreateNetworkInterface',
  'ec2:DeleteNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSubnets',
  'ec2:UnassignPrivateIpAddresses',
];
