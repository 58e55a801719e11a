import { isDeepStrictEqual } from 'node:util';
import {
  fullDiff,
  type PropertyDifference,
  type ResourceDifference,
  ResourceImpact,
} from '@aws-cdk/cloudformation-diff';
import { holdsData } from './holds-data';
import { linesOf, newlyAllowed, noLongerRefused, permissionsIn } from './permissions';
import type { Resource, Template, Templates } from './templates';

/** What a deploy would do, stack by stack. */
export interface ChangeReview {
  /** Those that change; those whose data is at stake first. */
  readonly stacks: readonly StackChanges[];
  /** Names of those that stay as they are. */
  readonly unchanged: readonly string[];
}

export interface StackChanges {
  readonly stack: string;
  readonly fate: 'added' | 'changed' | 'removed';
  /** Worst first. */
  readonly resources: readonly ResourceChange[];
  /** What somebody may do that nobody could before, or from where. */
  readonly broadened: readonly string[];
}

export interface ResourceChange {
  readonly effect: Effect;
  readonly type: string;
  readonly logicalId: string;
  /** Where the construct tree has it; the logical id where that is not told. */
  readonly path: string;
  /** Whether what is in it is lost with it. */
  readonly holdsData: boolean;
  readonly properties: readonly PropertyChange[];
}

export interface PropertyChange {
  readonly name: string;
  readonly from: unknown;
  readonly to: unknown;
  /** Whether this property is why the resource is, or may be, replaced. */
  readonly replaces: boolean;
}

/** Worst first. */
export const effects = ['replaced', 'removed', 'maybe replaced', 'changed', 'added'] as const;
export type Effect = (typeof effects)[number];

const effectOf: Readonly<Record<ResourceImpact, Effect | undefined>> = {
  [ResourceImpact.WILL_REPLACE]: 'replaced',
  [ResourceImpact.WILL_DESTROY]: 'removed',
  [ResourceImpact.WILL_ORPHAN]: 'removed',
  [ResourceImpact.MAY_REPLACE]: 'maybe replaced',
  [ResourceImpact.WILL_UPDATE]: 'changed',
  [ResourceImpact.WILL_CREATE]: 'added',
  [ResourceImpact.WILL_IMPORT]: 'added',
  [ResourceImpact.NO_CHANGE]: undefined,
};

/** Compares what is deployed, or was, with what would be. */
export function reviewChanges(base: Templates, head: Templates): ChangeReview {
  const names = [...new Set([...Object.keys(base), ...Object.keys(head)])].sort();
  const reviewed = names.map((stack) => ({
    stack,
    changes: changesOf(stack, base[stack], head[stack]),
  }));
  return {
    stacks: reviewed.flatMap(({ changes }) => changes ?? []).sort((a, b) => stake(b) - stake(a)),
    unchanged: reviewed.filter(({ changes }) => !changes).map(({ stack }) => stack),
  };
}

/** Whether something that holds data goes away. */
export function losesData({ effect, holdsData }: ResourceChange): boolean {
  return (
    holdsData && (effect === 'replaced' || effect === 'removed' || effect === 'maybe replaced')
  );
}

function stake({ resources }: StackChanges): number {
  return resources.filter(losesData).length;
}

function changesOf(
  stack: string,
  base: Template | undefined,
  head: Template | undefined,
): StackChanges | undefined {
  if (isDeepStrictEqual(base, head)) return undefined;
  const diff = fullDiff(base ?? {}, head ?? {});
  const resources = diff.resources.logicalIds
    .flatMap((logicalId) => {
      const resource = head?.Resources?.[logicalId] ?? base?.Resources?.[logicalId];
      return changeOf(logicalId, diff.resources.get(logicalId), resource) ?? [];
    })
    .sort((a, b) => rank(a) - rank(b) || a.path.localeCompare(b.path));
  const [before, after] = [permissionsIn(base ?? {}), permissionsIn(head ?? {})];
  const broadened = [
    ...linesOf(newlyAllowed(before, after), String),
    ...linesOf(noLongerRefused(before, after), String).map((line) => `no longer refused: ${line}`),
    ...diff.securityGroupChanges.ingress.additions.map(
      (rule) => `${rule.describeProtocol()} into ${rule.groupId} from ${rule.describePeer()}`,
    ),
    ...diff.securityGroupChanges.egress.additions.map(
      (rule) => `${rule.describeProtocol()} out of ${rule.groupId} to ${rule.describePeer()}`,
    ),
  ];
  if (resources.length === 0 && broadened.length === 0) return undefined;
  const fate = !base ? 'added' : !head ? 'removed' : 'changed';
  return { stack, fate, resources, broadened };
}

function changeOf(
  logicalId: string,
  difference: ResourceDifference,
  resource: Resource | undefined,
): ResourceChange | undefined {
  const effect = effectOf[difference.changeImpact];
  if (effect === undefined) return undefined;
  const type = difference.newResourceType ?? difference.oldResourceType ?? 'unknown';
  const updates = effect === 'added' || effect === 'removed' ? {} : difference.propertyUpdates;
  return {
    effect,
    type,
    logicalId,
    path: resource?.Metadata?.['aws:cdk:path'] ?? logicalId,
    holdsData: holdsData(type),
    properties: Object.entries(updates).map(([name, update]) => propertyOf(name, update)),
  };
}

function propertyOf(name: string, update: PropertyDifference<unknown>): PropertyChange {
  const { oldValue: from, newValue: to, changeImpact } = update;
  const replaces =
    changeImpact === ResourceImpact.WILL_REPLACE || changeImpact === ResourceImpact.MAY_REPLACE;
  return { name, from, to, replaces };
}

function rank(change: ResourceChange): number {
  return effects.indexOf(change.effect) - (losesData(change) ? effects.length : 0);
}
