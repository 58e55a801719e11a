import type { PolicyRule } from '../../policy-rule';
import type { Subject, TemplateResource } from '../../subject';
import { asRecord, at, listOf, referenceIn, stringsIn } from '../../template-values';
import { statementsOf } from '../statements';

/** A permission is a resource of its own, which a template can be without and still deploy. */
export const invocations: PolicyRule = {
  id: 'Invocations',
  statement: 'A function or a queue must let what is to call it or send to it do so.',
  reason:
    'API Gateway answers 500, and EventBridge drops the event, where the permission is missing.',
  check: (subject) => {
    const targets = TARGETS[subject.type]?.(subject);
    if (targets === undefined) return 'not applicable';
    return targets.filter((target) => !mayCall(subject, target));
  },
};

const TARGETS: Readonly<Record<string, (subject: Subject) => string[]>> = {
  'AWS::ApiGateway::Authorizer': (subject) => functionsIn(subject, 'AuthorizerUri'),
  'AWS::ApiGateway::Method': (subject) => functionsIn(subject, 'Integration.Uri'),
  'AWS::Events::Rule': ({ properties, siblings }) =>
    listOf(properties['Targets'])
      .flatMap((target) => [
        at(asRecord(target), 'Arn'),
        at(asRecord(target), 'DeadLetterConfig.Arn'),
      ])
      .map((arn) => referenceIn(arn) ?? '')
      .filter((id) => siblings[id] !== undefined),
};

const CALLERS: Readonly<Record<string, string>> = {
  'AWS::Events::Rule': 'events.amazonaws.com',
};

/** What is called by its name, or by that of one of its versions. */
const FUNCTIONS = ['AWS::Lambda::Function', 'AWS::Lambda::Alias'];

/** The functions of the template that a property names, at any depth. */
function functionsIn({ properties, siblings }: Subject, path: string): string[] {
  return [...new Set(stringsIn(at(properties, path)))].filter((id) => isFunction(siblings[id]));
}

function isFunction(resource: TemplateResource | undefined): boolean {
  return FUNCTIONS.includes(resource?.Type ?? '');
}

function mayCall(subject: Subject, target: string): boolean {
  const caller = CALLERS[subject.type] ?? 'apigateway.amazonaws.com';
  const resources = Object.values(subject.siblings);
  const called = subject.siblings[target];
  if (called?.Type === 'AWS::SQS::Queue') {
    return resources.some((each) => letsSend(each, subject, target));
  }
  if (!isFunction(called)) return true;
  return resources.some(
    ({ Type: each, Properties: properties }) =>
      each === 'AWS::Lambda::Permission' &&
      referenceIn(properties?.['FunctionName']) === target &&
      properties?.['Principal'] === caller,
  );
}

/** A statement for the rule itself, or for any rule. */
function letsSend(
  { Type: type, Properties: properties }: TemplateResource,
  rule: Subject,
  queue: string,
): boolean {
  return (
    type === 'AWS::SQS::QueuePolicy' &&
    listOf(properties?.['Queues']).some((each) => referenceIn(each) === queue) &&
    statementsOf(properties?.['PolicyDocument']).some(
      ({ effect, actions, principal, conditions }) =>
        effect === 'Allow' &&
        actions.includes('sqs:SendMessage') &&
        listOf(asRecord(principal)['Service']).includes('events.amazonaws.com') &&
        sources(conditions).every((source) => referenceIn(source) === rule.logicalId),
    )
  );
}

function sources(conditions: Readonly<Record<string, unknown>>): unknown[] {
  return Object.values(conditions).flatMap((test) => listOf(asRecord(test)['aws:SourceArn']));
}
