import type { PolicyRule } from '../policy-rule';
import type { Subject } from '../subject';
import { asRecord, at, listOf, referencesIn } from '../template-values';
import { type Statement, statementsOf } from './statements';

/**
 * Who delivers by a role is not asked: its policy is. Nor is what a service lets itself do, as AWS WAF and
 * ElastiCache do with their log groups.
 */
export const delivery: PolicyRule = {
  id: 'Delivery',
  statement:
    'What a service delivers to must let that service in, and so must the key that encrypts it.',
  reason:
    'SNS developer guide, SQS developer guide: a policy of its own replaces the default one, and what is refused is lost in silence.',
  check: (subject) => {
    const sent = SENDERS[subject.type]?.(subject.properties);
    if (sent === undefined) return 'not applicable';
    return sent.flatMap(({ by, to }) =>
      referencesIn(to).flatMap((target) => refusals(by, target, subject)),
    );
  },
};

interface Delivery {
  /** The service. */
  readonly by: string;
  /** Whatever names the target. */
  readonly to: unknown;
}

const SENDERS: Readonly<Record<string, (properties: Subject['properties']) => Delivery[]>> = {
  'AWS::ApiGateway::Authorizer': ({ AuthorizerUri: to }) => [{ by: 'apigateway', to }],
  'AWS::ApiGateway::Method': (properties) => [
    { by: 'apigateway', to: at(properties, 'Integration.Uri') },
  ],
  'AWS::Budgets::Budget': ({ NotificationsWithSubscribers: to }) => [{ by: 'budgets', to }],
  'AWS::CloudWatch::Alarm': ({ AlarmActions, OKActions, InsufficientDataActions }) => [
    { by: 'cloudwatch', to: [AlarmActions, OKActions, InsufficientDataActions] },
  ],
  'AWS::CodeStarNotifications::NotificationRule': ({ Targets: to }) => [
    { by: 'codestar-notifications', to },
  ],
  'AWS::Events::Rule': ({ Targets }) =>
    listOf(Targets)
      .map(asRecord)
      .flatMap((target) => [
        ...(target['RoleArn'] === undefined ? [{ by: 'events', to: target['Arn'] }] : []),
        { by: 'events', to: at(target, 'DeadLetterConfig') },
      ]),
  'AWS::Logs::SubscriptionFilter': ({ DestinationArn: to }) => [{ by: 'logs', to }],
  'AWS::S3::Bucket': (properties) => [
    { by: 'logging.s3', to: at(properties, 'LoggingConfiguration.DestinationBucketName') },
    { by: 's3', to: properties['NotificationConfiguration'] },
  ],
  'AWS::SNS::Subscription': ({ Endpoint: to }) => [{ by: 'sns', to }],
};

interface Receiver {
  readonly action: string;
  /** Type of the resource that says who may, and its property that names the receiver. */
  readonly policy: readonly [type: string, property: string];
}

const RECEIVERS: Readonly<Record<string, Receiver>> = {
  'AWS::Lambda::Function': {
    action: 'lambda:InvokeFunction',
    policy: ['AWS::Lambda::Permission', 'FunctionName'],
  },
  'AWS::S3::Bucket': { action: 's3:PutObject', policy: ['AWS::S3::BucketPolicy', 'Bucket'] },
  'AWS::SNS::Topic': { action: 'sns:Publish', policy: ['AWS::SNS::TopicPolicy', 'Topics'] },
  'AWS::SQS::Queue': { action: 'sqs:SendMessage', policy: ['AWS::SQS::QueuePolicy', 'Queues'] },
};

const KEY_ACTIONS = ['kms:Decrypt', 'kms:GenerateDataKey'];

function refusals(service: string, target: string, { siblings, resolve }: Subject): string[] {
  const { Type: type = '', Properties: properties = {} } = siblings[target] ?? {};
  const receiver = RECEIVERS[type];
  if (receiver === undefined) return [];
  const principal = `${service}.amazonaws.com`;
  const [policyType, property] = receiver.policy;
  const statements = Object.values(siblings)
    .filter(({ Type, Properties }) => {
      return Type === policyType && referencesIn(Properties?.[property]).includes(target);
    })
    .flatMap(({ Properties = {} }) =>
      policyType === 'AWS::Lambda::Permission'
        ? [permission(Properties)]
        : statementsOf(Properties['PolicyDocument']),
    );
  const key = resolve(properties['KmsMasterKeyId']);
  const keyStatements = statementsOf(key?.Properties?.['KeyPolicy']);
  return [
    ...(allows(statements, principal, receiver.action) ? [] : [`${principal} ${target}`]),
    ...(key === undefined || KEY_ACTIONS.every((action) => allows(keyStatements, principal, action))
      ? []
      : [`${principal} key of ${target}`]),
  ];
}

/** The permission to call a function, as the statement that Lambda makes of it. */
function permission({ Action, Principal }: Subject['properties']): Statement {
  return {
    effect: 'Allow',
    actions: [String(Action)],
    resources: [],
    principal: { Service: Principal },
    conditions: {},
  };
}

function allows(statements: readonly Statement[], principal: string, wanted: string): boolean {
  return statements.some(
    ({ effect, actions, principal: who }) =>
      effect === 'Allow' &&
      listOf(asRecord(who)['Service']).includes(principal) &&
      actions.some((action) => covers(action, wanted)),
  );
}

function covers(action: string, wanted: string): boolean {
  return action.endsWith('*') ? wanted.startsWith(action.slice(0, -1)) : action === wanted;
}
