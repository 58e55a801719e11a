import { poolSizes } from '../../src/runtime/pool-sizes';
import type { EnvironmentConfig } from './environment-config';

/** GiB of memory of a `large`, by the first letter of the family (RDS user guide, DB instance classes). */
const LARGE_GIB: Readonly<Record<string, number>> = { t: 8, m: 8, r: 16, x: 32 };
const SIZES: Readonly<Record<string, number>> = {
  ...{ micro: 1 / 8, small: 1 / 4, medium: 1 / 2, large: 1, xlarge: 2 },
};

/**
 * RDS lets in DBInstanceClassMemory / 9,531,392 (RDS user guide, Quotas and constraints): 112 for each GiB, of which
 * the system and RDS have taken theirs before.
 */
const CONNECTIONS_PER_GIB = 100;

/** Of the migration, the retention job, RDS itself and a person who looks. */
const OTHERS = 10;

/** The release before is still there while a new one comes up, and its idle functions after it. */
const RELEASES = 2;

/** Why the database could refuse a connection of a configuration, and what to do; empty when it cannot. */
export function tooManyConnections(config: EnvironmentConfig): string[] {
  const {
    databaseInstanceType: type,
    apiConcurrency,
    apiRequestsPerSecond,
    workerMaxTasks,
  } = config;
  const gib = memoryOf(type);
  if (gib === undefined) {
    return [`'databaseInstanceType' must be of a family t, m, r or x, got '${type}'`];
  }
  // the gateway lets a burst through of twice the rate
  const instances = apiConcurrency === 'unreserved' ? 2 * apiRequestsPerSecond : apiConcurrency;
  const planned =
    RELEASES * (poolSizes.api * instances + poolSizes.worker * workerMaxTasks) + OTHERS;
  const allowed = gib * CONNECTIONS_PER_GIB;
  if (planned <= allowed) return [];
  const bound = apiConcurrency === 'unreserved' ? 'apiRequestsPerSecond' : 'apiConcurrency';
  return [
    `'databaseInstanceType' '${type}' takes some ${allowed} connections, and ${planned} are planned while a release replaces another: lower '${bound}' or 'workerMaxTasks', or take a larger one`,
  ];
}

/** GiB of an instance type, such as `m7g.large`; undefined of an unknown one. */
function memoryOf(type: string): number | undefined {
  const [family = '', size = ''] = type.split('.');
  const large = LARGE_GIB[family.charAt(0)];
  const times = SIZES[size] ?? Number(/^(\d+)xlarge$/.exec(size)?.[1]) * 2;
  return large === undefined || Number.isNaN(times) ? undefined : large * times;
}
