import type { TestCounts } from '../test-counts';
import { type Permission, permissionsUsed, type RoleUse, rolesNotUsed } from './permissions';
import type { Call, DeployedResource, Seen } from './record';
import type { Step } from './steps';

/** What a rehearsal has shown. */
export interface RehearsalReport {
  readonly revision: string;
  readonly at: Date;
  readonly emulator: string;
  readonly steps: readonly Step[];
  readonly resources: readonly TypeCount[];
  /** Of the stages' integration tests; null when they did not come to an end. */
  readonly tests: TestCounts | null;
  readonly roles: readonly RoleUse[];
  /** Deployed, and assumed by nothing here. */
  readonly rolesNotUsed: readonly string[];
  readonly missing: readonly Call[];
  /** What was there after everything was destroyed. */
  readonly leftovers: readonly Leftover[];
}

export interface TypeCount {
  readonly type: string;
  readonly count: number;
  /** See {@link DeployedResource}. */
  readonly model: DeployedResource['model'];
  /** How many the emulator took an update of without changing anything. */
  readonly notUpdated: number;
}

export interface Leftover {
  readonly what: string;
  readonly why: string;
}

export function reportOf(
  { resources, calls }: Seen,
  others: Pick<RehearsalReport, 'revision' | 'at' | 'emulator' | 'steps' | 'tests' | 'leftovers'>,
): RehearsalReport {
  // the bootstrap's stack is not ours
  const ours = resources.filter(({ stack }) => stack.startsWith('StreamTech-'));
  return {
    ...others,
    resources: typesOf(ours),
    roles: permissionsUsed(ours, calls),
    rolesNotUsed: rolesNotUsed(ours, calls),
    missing: calls.filter(({ allowedBy }) => allowedBy === null),
  };
}

export function isGreen({ steps, missing }: RehearsalReport): boolean {
  return missing.length === 0 && steps.every(({ outcome }) => outcome !== 'failed');
}

export function stubs({ resources }: RehearsalReport): readonly TypeCount[] {
  return resources.filter(({ model }) => model === 'stub');
}

/** All that was allowed and not used, of roles that were used. */
export function unused({ roles }: RehearsalReport): readonly Permission[] {
  return roles.flatMap((role) => role.unused);
}

function typesOf(resources: readonly DeployedResource[]): TypeCount[] {
  const types = [...new Set(resources.map(({ type }) => type))].sort();
  return types.map((type) => {
    const own = resources.filter((resource) => resource.type === type);
    return {
      type,
      count: own.length,
      model: own[0]?.model ?? 'moto',
      notUpdated: own.filter(({ change }) => change === 'not updated').length,
    };
  });
}
