import type { PolicyRule } from '../policy-rule';
import type { Subject, TemplateResource } from '../subject';
import { listOf, referencesIn } from '../template-values';

/** Types that use their roles as soon as they are created, as a custom resource does. */
const STARTS_WHEN_CREATED = new Set(['AWS::CodePipeline::Pipeline', 'AWS::ECS::Service']);

/**
 * The policies of a role are resources of their own, created after it. What starts in between fails
 * with AccessDenied, in some deploys and not in others.
 */
export const permissionsFirst: PolicyRule = {
  id: 'PermissionsFirst',
  statement: 'What starts at a deploy must depend on the policies of the roles that it works with.',
  reason:
    'CloudFormation user guide, DependsOn: a resource that works with a role must depend on its policy.',
  check: ({ type, logicalId, properties, siblings }) => {
    const startsAtOnce = STARTS_WHEN_CREATED.has(type) || properties['ServiceToken'] !== undefined;
    // Lambda connects a function to its VPC when it is created, and uses the function's own role for that
    const isInVpc = properties['VpcConfig'] !== undefined;
    if (!startsAtOnce && !isInVpc) return 'not applicable';
    const before = comesBefore(logicalId, siblings);
    const isUsed = (id: string) =>
      startsAtOnce ? before.has(id) : referencesIn(properties['Role']).includes(id);
    return Object.entries(siblings)
      .filter(([id, { Type }]) => Type === 'AWS::IAM::Policy' && !before.has(id))
      .filter(([, policy]) => referencesIn(policy.Properties?.['Roles']).some(isUsed))
      .map(([id]) => id);
  },
};

/** Logical ids of what CloudFormation creates before a resource, and of the resource itself. */
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
