import type { PolicyRule } from '../policy-rule';
import type { Subject, TemplateResource } from '../subject';
import { listOf, referencesIn } from '../template-values';

/** What works, or is used by its service, as soon as it is made; so is a custom resource. */
const AT_WORK_AT_ONCE = new Set(['AWS::CodePipeline::Pipeline', 'AWS::ECS::Service']);

/**
 * A role is there before its policies are, which are resources of their own. Who starts in between
 * fails with AccessDenied, at some deploys and not at others.
 */
export const permissionsFirst: PolicyRule = {
  id: 'PermissionsFirst',
  statement: 'What starts at a deploy must depend on the policies of the roles that it works with.',
  reason:
    'CloudFormation user guide, DependsOn: a resource that works with a role must depend on its policy.',
  check: ({ type, logicalId, properties, siblings }) => {
    const startsAtOnce = AT_WORK_AT_ONCE.has(type) || properties['ServiceToken'] !== undefined;
    // Lambda places a function in a network when it is made, and for that needs the function's own role
    const isPlaced = properties['VpcConfig'] !== undefined;
    if (!startsAtOnce && !isPlaced) return 'not applicable';
    const before = comesBefore(logicalId, siblings);
    const isOfIts = (id: string) =>
      startsAtOnce ? before.has(id) : referencesIn(properties['Role']).includes(id);
    return Object.entries(siblings)
      .filter(([id, { Type }]) => Type === 'AWS::IAM::Policy' && !before.has(id))
      .filter(([, policy]) => referencesIn(policy.Properties?.['Roles']).some(isOfIts))
      .map(([id]) => id);
  },
};

/** All that CloudFormation makes before a resource, the resource itself included. */
function comesBefore(logicalId: string, siblings: Subject['siblings']): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (id: string) => {
    const resource = siblings[id];
    if (resource === undefined || found.has(id)) return;
    found.add(id);
    for (const each of neededBy(resource)) visit(each);
  };
  visit(logicalId);
  return found;
}

function neededBy({ Properties, DependsOn }: TemplateResource): string[] {
  return [...listOf(DependsOn).map(String), ...referencesIn(Properties)];
}
