import { Stack } from 'aws-cdk-lib';
import type * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as wafv2 from 'aws-cdk-lib/aws-wafv2';
import { ArnFormat } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { nameOf } from '../config/names';
import type { EnvironmentProps, LogProps } from './common-props';
import { ServiceLogGroup } from './service-log-group';

export interface ApiFirewallProps extends EnvironmentProps, LogProps {
  /** What is guarded. */
  readonly api: apigateway.IRestApi;
  /** Requests a second that the gateway lets through, over all clients. */
  readonly requestsPerSecond: number;
}

/** Over which WAF counts. */
const WINDOW_SECONDS = 300;

const MANAGED_RULES = [
  'AWSManagedRulesAmazonIpReputationList',
  'AWSManagedRulesKnownBadInputsRuleSet',
  'AWSManagedRulesCommonRuleSet',
] as const;

/** Drops known attacks and floods before they reach a function. There is no L2 for it. */
export class ApiFirewall extends Construct {
  constructor(scope: Construct, id: string, props: ApiFirewallProps) {
    super(scope, id);
    const name = nameOf('api', props.environmentSuffix);
    const acl = new wafv2.CfnWebACL(this, 'Acl', {
      name,
      description: 'Guards the API',
      scope: 'REGIONAL',
      defaultAction: { allow: {} },
      visibilityConfig: visible(name),
      rules: [
        {
          name: 'RatePerAddress',
          priority: 0,
          action: { block: {} },
          statement: {
            rateBasedStatement: {
              aggregateKeyType: 'IP',
              evaluationWindowSec: WINDOW_SECONDS,
              // A company stands behind one address, and may use all that the gateway lets through.
              // Who goes on above that is dropped here, before it costs an authorizer.
              limit: props.requestsPerSecond * WINDOW_SECONDS,
            },
          },
          visibilityConfig: visible('RatePerAddress'),
        },
        ...MANAGED_RULES.map((rules, index) => ({
          name: rules,
          priority: index + 1,
          overrideAction: { none: {} },
          statement: { managedRuleGroupStatement: { vendorName: 'AWS', name: rules } },
          visibilityConfig: visible(rules),
        })),
      ],
    });
    const association = new wafv2.CfnWebACLAssociation(this, 'Association', {
      webAclArn: acl.attrArn,
      resourceArn: props.api.deploymentStage.stageArn,
    });
    association.node.addDependency(props.api.deploymentStage);

    const logGroup = new ServiceLogGroup(this, 'Log', {
      logGroupName: `aws-waf-logs-${name}`, // WAF takes no other prefix
      logKey: props.logKey,
      logRetentionDays: props.logRetentionDays,
    });
    new wafv2.CfnLoggingConfiguration(this, 'Logging', {
      resourceArn: acl.attrArn,
      // WAF refuses the `:*` at the end of the attribute
      logDestinationConfigs: [
        Stack.of(this).formatArn({
          service: 'logs',
          resource: 'log-group',
          resourceName: logGroup.logGroupName,
          arnFormat: ArnFormat.COLON_RESOURCE_NAME,
        }),
      ],
      redactedFields: ['x-api-key', 'authorization'].map((header) => ({
        singleHeader: { Name: header },
      })),
    });
  }
}

function visible(metricName: string): wafv2.CfnWebACL.VisibilityConfigProperty {
  return { metricName, cloudWatchMetricsEnabled: true, sampledRequestsEnabled: true };
}
