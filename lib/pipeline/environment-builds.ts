import type { DeliveredEnvironment } from '../config/delivered-environment';

/** The builds that an environment may have. */
export type EnvironmentBuild = 'Integration' | 'Review' | 'Smoke' | 'Watch';

const BUILDS: readonly EnvironmentBuild[] = ['Integration', 'Review', 'Smoke', 'Watch'];

/** Which of them it has. */
export function buildsOf(environment: DeliveredEnvironment): EnvironmentBuild[] {
  const { integrationKeysSecretArn, approval, smokeTest, alarms } = environment;
  const has: Readonly<Record<EnvironmentBuild, boolean>> = {
    Integration: integrationKeysSecretArn !== 'none',
    Review: approval === 'by-a-person',
    Smoke: smokeTest === 'run',
    Watch: alarms === 'watched',
  };
  return BUILDS.filter((build) => has[build]);
}

/** What it is called, of an environment. */
export type StepNames = (
  environment: DeliveredEnvironment,
  step: EnvironmentBuild | 'Approval' | 'Approve',
) => string;

/**
 * Names the steps of the environments: `Smoke` of the last one, `Smoke-uat` of another. Only the integration
 * tests have their plain name in the first environment that is tested. So an environment that is put between
 * two others leaves the builds of those, their roles and their evidence, as they are called.
 */
export function stepNames(environments: readonly DeliveredEnvironment[]): StepNames {
  const firstTested = environments.find((each) => buildsOf(each).includes('Integration'));
  return (environment, step) => {
    const kept = step === 'Integration' ? firstTested : environments.at(-1);
    return environment === kept ? step : `${step}-${environment.config.environmentSuffix}`;
  };
}
