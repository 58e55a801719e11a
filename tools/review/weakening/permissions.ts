import {
  coversAction,
  linesOf,
  matches,
  newlyAllowed,
  noLongerRefused,
  type Permission,
  permissionsIn,
  REFERENCE,
} from '../permissions';
import { placeOf, type Weakening } from './weakening';
import type { Template } from '../templates';

/**
 * What somebody may do that he could not. Another step brings a role with it, and that is no weakening as
 * long as the role does to what was there what some role of the pipeline did already; whatever is done
 * only to what is new as well is no concern of what was there.
 */
export function weakerPermissions(base: Template, head: Template): Weakening[] {
  const before = permissionsIn(base);
  const after = permissionsIn(head);
  const isNew = (text: string) => namesIn(text).some((id) => !(id in (base.Resources ?? {})));
  const isGone = (text: string) => namesIn(text).some((id) => !(id in (head.Resources ?? {})));

  const isWider = (wanted: Permission) => {
    const { principal, resource } = wanted;
    if (isNew(resource)) {
      return !isNew(principal) && !before.some((each) => each.principal === principal);
    }
    return !isNew(principal) || !before.some((each) => coversThing(each, wanted));
  };
  const allowed = newlyAllowed(before, after).filter(isWider);
  const refused = noLongerRefused(before, after).filter(({ resource }) => !isGone(resource));
  const lines = (permissions: readonly Permission[], template: Template) =>
    linesOf(permissions, (text) =>
      text.replaceAll(REFERENCE, (_, id: string) => placeOf(template, id)),
    );
  return [
    ...lines(allowed, head).map((what) => ({ what, was: 'not allowed', is: 'allowed' })),
    ...lines(refused, base).map((what) => ({ what, was: 'refused', is: 'not refused' })),
  ];
}

/** Whoever has it. Of a resource of the template, the part that is meant does not count. */
function coversThing(has: Permission, wanted: Permission): boolean {
  const [a = '', b = ''] = [has, wanted].map(
    ({ resource }) => namesIn(resource).join() || resource,
  );
  return coversAction(has, wanted) && matches(a, b);
}

/** Logical ids of the resources that a text refers to. */
function namesIn(text: string): string[] {
  return [...text.matchAll(REFERENCE)].map(([, id = '']) => id);
}
