import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as codedeploy from 'aws-cdk-lib/aws-codedeploy';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import {
  ENVIRONMENT_DIMENSION,
  metricNames,
  VERSION_DIMENSION,
} from '../../src/runtime/metric-names';
import { acknowledgeStar } from '../compliance/acknowledge';
import type { EnvironmentConfig } from '../config/environment-config';
import { nameOf } from '../config/names';
import type { EnvironmentProps } from './common-props';
import { countedMetric } from './counted-metric';
import { grantDescribeAlarms } from './describe-alarms';
import { ReleaseAlarm } from './release-alarm';
import { ServiceRole } from './service-role';

export interface FunctionReleaseProps extends EnvironmentProps {
  /** Names what is released, such as `api`. */
  readonly baseName: string;
  /** The newest. */
  readonly version: lambda.IVersion;
  /** How calls come to it. */
  readonly release: EnvironmentConfig['apiRelease'];
}

/** Of every ten calls one goes to the new version, for five minutes. */
const SHIFT = codedeploy.LambdaDeploymentConfig.CANARY_10PERCENT_5MINUTES;

const SHIFT_ACTIONS = [
  'lambda:GetAlias',
  'lambda:GetProvisionedConcurrencyConfig',
  'lambda:UpdateAlias',
];

/**
 * What callers of a function call: its version that is live. A new one is given a tenth of the calls first;
 * when one of them fails, CodeDeploy gives them all to the version before, and CloudFormation takes the stack
 * back. (AWS CloudFormation User Guide, UpdatePolicy attribute, CodeDeployLambdaAliasUpdate.)
 */
export class FunctionRelease extends Construct {
  /** To be called. */
  readonly alias: lambda.IAlias;

  constructor(scope: Construct, id: string, props: FunctionReleaseProps) {
    super(scope, id);
    const { environmentSuffix, baseName, version, release } = props;
    const alias = new lambda.Alias(this, 'Live', { aliasName: 'live', version });
    this.alias = alias;
    if (release === 'at-once') return;
    const name = nameOf(baseName, environmentSuffix);
    const role = this.roleFor(alias, baseName, environmentSuffix);
    const alarms = this.alarmsOf(alias, baseName, environmentSuffix);
    const group = new codedeploy.LambdaDeploymentGroup(this, 'Group', {
      application: new codedeploy.LambdaApplication(this, 'Application', { applicationName: name }),
      deploymentGroupName: name,
      deploymentConfig: SHIFT,
      alias,
      // CDK would attach a managed policy, by which every alias of the account can be shifted
      role: role.withoutPolicyUpdates(),
      alarms,
      autoRollback: { failedDeployment: true, stoppedDeployment: true, deploymentInAlarm: true },
    });
    // CloudFormation shifts as soon as it comes to the alias
    alias.node.addDependency(role, ...alarms, group);
  }

  /**
   * Alarms of this version alone, made with it: what the version before does wrong stops no release that
   * mends it. Two, as an expression over a metric that has no data yet has no value.
   */
  private alarmsOf(
    alias: lambda.IAlias,
    baseName: string,
    environmentSuffix: string,
  ): ReleaseAlarm[] {
    const {
      version,
      lambda: { functionName },
    } = alias.version;
    const perMinute = { period: Duration.minutes(1), statistic: cloudwatch.Stats.SUM };
    const metrics = {
      crashes: alias.metricErrors({
        ...perMinute,
        dimensionsMap: {
          FunctionName: functionName,
          Resource: `${functionName}:${alias.aliasName}`,
          ExecutedVersion: version,
        },
      }),
      errors: countedMetric(metricNames.serverError, environmentSuffix, {
        ...perMinute,
        dimensionsMap: { [ENVIRONMENT_DIMENSION]: environmentSuffix, [VERSION_DIMENSION]: version },
      }),
    };
    return Object.entries(metrics).map(
      ([what, metric]) =>
        new ReleaseAlarm(this, what, {
          environmentSuffix,
          baseName: `${baseName}-version-${version}-${what}`,
          meaning: `A call of version ${version} failed`,
          heading: 'api-release-taken-back',
          metric,
          tolerated: 0,
        }),
    );
  }

  /** What AWSCodeDeployRoleForLambdaLimited may, on this function. */
  private roleFor(alias: lambda.IAlias, baseName: string, environmentSuffix: string): iam.Role {
    const role = new ServiceRole(this, 'Role', {
      environmentSuffix,
      baseName: `${baseName}-release`,
      service: 'codedeploy.amazonaws.com',
    });
    const { functionArn } = alias.version.lambda;
    const versions = `${functionArn}:*`;
    // there is no grant for this
    role.addToPolicy(
      new iam.PolicyStatement({ actions: SHIFT_ACTIONS, resources: [functionArn, versions] }),
    );
    grantDescribeAlarms(role);
    acknowledgeStar(
      role,
      versions,
      SHIFT_ACTIONS,
      'The star stands for the versions and the alias of this one function, which get a new number with each release.',
    );
    return role;
  }
}
