import type { PolicyRule } from '../../policy-rule';
import type { Subject, TemplateResource } from '../../subject';
import { listOf } from '../../template-values';

/** API Gateway developer guide, "Set up REST API methods" and "Create a deployment". */
export const routes: PolicyRule = {
  id: 'Routes',
  statement: 'A path of an API must be there once, and be made before the API is deployed.',
  reason:
    'API Gateway refuses a second path; a deployment takes only what is there when it is made.',
  check: (subject) => CHECKS[subject.type]?.(subject) ?? 'not applicable',
};

const CHECKS: Readonly<Record<string, (subject: Subject) => string[]>> = {
  'AWS::ApiGateway::Resource': (subject) =>
    others(subject)
      .filter((each) => isSame(each, subject, 'ParentId'))
      .map((each) => String(each.Properties?.['PathPart']))
      .filter((path) => path === subject.properties['PathPart'] || areParameters(path, subject)),
  'AWS::ApiGateway::GatewayResponse': (subject) =>
    others(subject)
      .filter((each) => isSame(each, subject, 'RestApiId'))
      .map((each) => String(each.Properties?.['ResponseType']))
      .filter((answered) => answered === subject.properties['ResponseType']),
  'AWS::ApiGateway::Deployment': ({ resource, siblings }) => {
    const { DependsOn: before } = resource as { readonly DependsOn?: unknown };
    return Object.entries(siblings)
      .filter(([, { Type: type }]) => type === 'AWS::ApiGateway::Method')
      .map(([id]) => id)
      .filter((id) => !listOf(before).includes(id));
  },
};

function others({ type, logicalId, siblings }: Subject): TemplateResource[] {
  return Object.entries(siblings)
    .filter(([id, each]) => id !== logicalId && each.Type === type)
    .map(([, each]) => each);
}

function isSame(other: TemplateResource, { properties }: Subject, property: string): boolean {
  return JSON.stringify(other.Properties?.[property]) === JSON.stringify(properties[property]);
}

/** Two path parameters in one place, `/{id}` and `/{videoId}`, are one path. */
function areParameters(path: string, { properties }: Subject): boolean {
  return path.startsWith('{') && String(properties['PathPart']).startsWith('{');
}
