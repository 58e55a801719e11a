import { Stack } from 'aws-cdk-lib';
import type { PolicyRule } from '../policy-rule';
import { namePropertyOf } from '../schema';
import { at, literalText } from '../template-values';

/** Two environments in one account never compete for a name, and a name says whose it is. */
export const name: PolicyRule = {
  id: 'Name',
  statement: 'A resource that can bear a name must bear one that carries the environment suffix.',
  reason:
    'Several environments share an account; a name without the suffix belongs to one of them.',
  check: ({ node, properties }, { suffixOf }) => {
    const suffix = suffixOf(Stack.of(node));
    const property = namePropertyOf(node);
    if (suffix === undefined || property === undefined) return 'not applicable';
    if (PARTS_OF_ANOTHER.has(node.cfnResourceType)) return 'not applicable';
    const given = at(properties, property);
    if (given === undefined) return [`${property} is missing`];
    return carries(literalText(given), suffix) ? [] : [`${property} lacks -${suffix}`];
  },
};

/** Types whose name is only looked up within another resource, which bears the suffix itself. */
const PARTS_OF_ANOTHER = new Set([
  'AWS::ApiGateway::Authorizer',
  'AWS::ApiGateway::Model',
  'AWS::ApiGateway::RequestValidator',
  'AWS::ApiGateway::Stage',
  'AWS::ApplicationAutoScaling::ScalingPolicy',
  'AWS::CodePipeline::CustomActionType',
  'AWS::Cognito::UserPoolGroup',
  'AWS::Cognito::UserPoolIdentityProvider',
  'AWS::IAM::Policy',
  'AWS::Lambda::Alias',
  'AWS::Logs::MetricFilter',
  'AWS::Logs::SubscriptionFilter',
]);

function carries(text: string, suffix: string): boolean {
  return new RegExp(`(^|[-_/.])${suffix}($|[-_/.])`).test(text);
}
