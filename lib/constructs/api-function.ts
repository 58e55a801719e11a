import { Duration } from 'aws-cdk-lib';
import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { EnvironmentConfig } from '../config/environment-config';
import { bundledPage, pageEnvironment } from './bundled-page';
import type { EnvironmentProps, LogProps, PlacementProps } from './common-props';
import { FunctionRelease } from './function-release';
import { WORKLOADS } from './isolated-vpc';
import { type Concurrency, NodeFunction } from './node-function';
import { RDS_CA_FILE } from './store-environment';

export interface ApiFunctionProps extends EnvironmentProps, LogProps, PlacementProps {
  /** Path of src/entries/api.lambda.ts. */
  readonly entry: string;
  /** Variables, as named in src/runtime/environment.ts. */
  readonly environment: Readonly<Record<string, string>>;
  /** Instances at a time that it may have. */
  readonly concurrency: Concurrency;
  /** How calls come to a new version. */
  readonly release: EnvironmentConfig['apiRelease'];
}

/** Where a function finds the files that were bundled with it. */
export const FUNCTION_DIRECTORY = '/var/task';

/** What the gateway waits, less a margin: a client gets our answer, not the gateway's. */
const TIMEOUT = Duration.seconds(25);

/** One vCPU: parsing and TLS are what a request costs. */
const MEMORY_MIB = 1769;

/** All routes and the page in one function, in the network, so that pool and cache connection serve every route. */
export class ApiFunction extends Construct {
  /** To be called by the gateway: the version that is live. */
  readonly handler: lambda.IAlias;
  /** To be granted what the code does. */
  readonly role: iam.IRole;

  constructor(scope: Construct, id: string, props: ApiFunctionProps) {
    super(scope, id);
    const { handler, role } = new NodeFunction(this, 'Function', {
      environmentSuffix: props.environmentSuffix,
      logKey: props.logKey,
      logRetentionDays: props.logRetentionDays,
      baseName: 'api',
      description: 'Answers every route of the API, and serves the page',
      entry: props.entry,
      environment: { ...props.environment, ...pageEnvironment(FUNCTION_DIRECTORY) },
      files: [`src/storage/catalogue/${RDS_CA_FILE}`],
      more: bundledPage,
      timeout: TIMEOUT,
      memoryMib: MEMORY_MIB,
      concurrency: props.concurrency,
      placement: inNetwork(props.vpc, props.securityGroup),
    });
    this.handler = new FunctionRelease(this, 'Release', {
      environmentSuffix: props.environmentSuffix,
      baseName: 'api',
      version: handler.currentVersion,
      release: props.release,
    }).alias;
    this.role = role;
  }

  /** Calls that ended in an error. */
  metricErrors(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.handler.metricErrors(props);
  }

  /** Calls that were refused, since there were as many instances as there may be. */
  metricThrottles(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.handler.metricThrottles(props);
  }
}

function inNetwork(vpc: ec2.IVpc, securityGroup: ec2.ISecurityGroup) {
  return { vpc, vpcSubnets: WORKLOADS, securityGroups: [securityGroup] };
}
