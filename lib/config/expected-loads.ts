import type { Load } from './monthly-cost';

/**
 * What each environment is expected to take in, which its `monthlyBudgetUsd` must cover beside the fixed costs
 * (test/config/monthly-cost.test.ts). Of the sample files none is copied to scratch; 1 percent is for those that are.
 */
export const expectedLoads: Readonly<Record<string, Load>> = {
  prod: { filesADay: 3000, gigabytes: 1, minutes: 10, keptDays: 30, copiedPercent: 1 },
};

const FOR_TRIALS: Load = {
  ...{ filesADay: 50, gigabytes: 0.5, minutes: 5, keptDays: 30 },
  copiedPercent: 1,
};

/** Of an environment that is not production. */
export function expectedLoad(environmentSuffix: string): Load {
  return expectedLoads[environmentSuffix] ?? FOR_TRIALS;
}
