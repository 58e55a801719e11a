import { isDeepStrictEqual } from 'node:util';
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
import type { Template } from '../templates';
import { placeOf, type SafeguardChange } from './safeguard-change';

/**
 * What somebody may do that he could not. A role that is new, as another check has one, may do to what was
 * there what every build of the pipeline does already; whatever is done only to what is new as well is no
 * concern of what was there.
 */
export function changedGrants(base: Template, head: Template): SafeguardChange[] {
  const [had = [], has = []] = [base, head].map((each) =>
    permissionsIn(changedIn(each, base, head)),
  );
  if (had.length + has.length === 0) return [];
  const [before, after] = [permissionsIn(base), permissionsIn(head)];
  const isOnlyIn = (one: Template, other: Template) => (id: string) =>
    id in (one.Resources ?? {}) && !(id in (other.Resources ?? {}));
  const isGone = (text: string) => namesIn(text).some(isOnlyIn(base, head));
  const isNew = (text: string) =>
    namesIn(text).length > 0 && namesIn(text).every(isOnlyIn(head, base));
  const isOfEveryBuild = commonTo(before);

  const isWider = (wanted: Permission) => {
    const { principal, resource } = wanted;
    if (isNew(resource)) {
      return !isNew(principal) && !before.some((each) => each.principal === principal);
    }
    return !isNew(principal) || !isOfEveryBuild(wanted);
  };
  const allowed = newlyAllowed(before, has).filter(isWider);
  const refused = noLongerRefused(had, after).filter(({ resource }) => !isGone(resource));
  const lines = (permissions: readonly Permission[], template: Template) =>
    linesOf(permissions, (text) =>
      text.replaceAll(REFERENCE, (_, id: string) => placeOf(template, id)),
    );
  return [
    ...lines(allowed, head).map((what) => ({ what, was: 'not allowed', is: 'allowed' })),
    ...lines(refused, base).map((what) => ({ what, was: 'refused', is: 'not refused' })),
  ];
}

/** A template with those of its resources alone that are not the same on both sides: the others allow the same. */
function changedIn(template: Template, base: Template, head: Template): Template {
  const isChanged = (id: string) => !isDeepStrictEqual(base.Resources?.[id], head.Resources?.[id]);
  const resources = Object.entries(template.Resources ?? {}).filter(([id]) => isChanged(id));
  return { Resources: Object.fromEntries(resources) };
}

/** What everybody who leaves evidence may do: the builds, but for those of the library, which deploy. */
function commonTo(builds: readonly Permission[]): (wanted: Permission) => boolean {
  const known = new Set(builds.map(({ resource }) => resource));
  const principals = new Set(
    builds.filter(({ resource }) => OWN_EVIDENCE.test(resource)).map(({ principal }) => principal),
  );
  return (wanted) => {
    const own = known.has(wanted.resource)
      ? wanted.resource
      : wanted.resource.replace(OWN_EVIDENCE, EVIDENCE);
    const covers = (has: Permission) =>
      coversAction(has, wanted) && matches(has.resource.replace(OWN_EVIDENCE, EVIDENCE), own);
    const may = (principal: string) =>
      builds.some((each) => each.principal === principal && covers(each));
    return principals.size > 0 && [...principals].every(may);
  };
}

/** Where one step of a run leaves its evidence. */
const OWN_EVIDENCE = /\/runs\/\*\/[\w-]+\//;
const EVIDENCE = '/runs/*/STEP/';

/** Logical ids of the resources that a text refers to. */
function namesIn(text: string): string[] {
  return [...text.matchAll(REFERENCE)].map(([, id = '']) => id);
}
