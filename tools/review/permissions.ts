import { fullDiff } from '@aws-cdk/cloudformation-diff';
import type { Template } from './templates';

/** One action of one principal on one resource: statements are merged and split, these are not. */
export interface Permission {
  readonly effect: string;
  readonly principal: string;
  readonly action: string;
  readonly resource: string;
  /** As JSON; empty where there is none. */
  readonly condition: string;
}

/** The part of an address that says which version of an asset it is: another one is the same asset. */
export const ASSET = /(?<=^|\/)[0-9a-f]{64}(?=\.(?:json|zip)$)/;

/** Every permission of a template, and every refusal. */
export function permissionsIn(template: Template): Permission[] {
  // what a stack that is new would bring
  const { statements, managedPolicies } = fullDiff({}, template).iamChanges;
  return [
    ...statements.additions.flatMap(({ effect, principals, actions, resources, condition }) =>
      listed(principals).flatMap((principal) =>
        listed(actions).flatMap((action) =>
          listed(resources).map((resource) => ({
            effect,
            principal: principal === '' ? 'anyone' : principal,
            action,
            resource: resource.replace(ASSET, 'ASSET'),
            condition: condition === undefined ? '' : JSON.stringify(condition),
          })),
        ),
      ),
    ),
    ...managedPolicies.additions.map(({ identityArn, managedPolicyArn }) => ({
      effect: 'Allow',
      principal: `AWS:${identityArn}`,
      action: 'all of the policy',
      // the library passes on what a template joins, whatever its type says
      resource:
        typeof managedPolicyArn === 'string' ? managedPolicyArn : JSON.stringify(managedPolicyArn),
      condition: '',
    })),
  ];
}

/** What is allowed now and was not. */
export function newlyAllowed(base: readonly Permission[], head: readonly Permission[]) {
  return withoutCovered('Allow', head, base);
}

/** What was refused and is not now. */
export function noLongerRefused(base: readonly Permission[], head: readonly Permission[]) {
  return withoutCovered('Deny', base, head);
}

/** Whether an action is among those that somebody may do, under no condition or the same. */
export function coversAction(has: Permission, wanted: Permission): boolean {
  return (
    has.effect === wanted.effect &&
    matches(has.action, wanted.action) &&
    (has.condition === '' || has.condition === wanted.condition)
  );
}

/** As IAM matches names, where a star stands for anything. */
export function matches(pattern: string, text: string): boolean {
  const parts = pattern.split('*').map((part) => part.replaceAll(/[\\^$.|?+()[\]{}]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`).test(text);
}

export const REFERENCE = /\$\{([A-Za-z0-9]+)(?:\.\w+)?\}/g;

/** A line for each principal and resource. */
export function linesOf(permissions: readonly Permission[], readable: (text: string) => string) {
  const actions = new Map<string, string[]>();
  for (const { principal, resource, condition, action } of permissions) {
    const key = JSON.stringify([principal, resource, condition]);
    actions.set(key, [...(actions.get(key) ?? []), action]);
  }
  return [...actions].map(([key, each]) => {
    const [who = '', where = '', condition = ''] = (JSON.parse(key) as string[]).map(readable);
    return `${who.replace(/^AWS:/, '')}: ${each.join(', ')} on ${where}${condition && `, if ${condition}`}`;
  });
}

function withoutCovered(
  effect: string,
  wanted: readonly Permission[],
  had: readonly Permission[],
): Permission[] {
  return wanted.filter((each) => each.effect === effect && !had.some((has) => covers(has, each)));
}

function covers(has: Permission, wanted: Permission): boolean {
  return (
    (has.principal === wanted.principal || has.principal === 'AWS:*' || has.principal === '*') &&
    coversAction(has, wanted) &&
    matches(has.resource, wanted.resource)
  );
}

/** All but a few is not the same as a few. */
function listed({ values, not }: { readonly values: readonly string[]; readonly not: boolean }) {
  return values.map((value) => (not ? `all but ${value}` : value));
}
