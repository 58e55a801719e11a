import type { Planned, PlannedStack } from '../../../tools/preflight/planned';

export const ACCOUNT = '123456789012';
const ROLE = `arn:aws:iam::${ACCOUNT}:role/cdk-hnb659fds-deploy-role-${ACCOUNT}-ap-northeast-1`;

type Resources = Readonly<
  Record<string, { readonly Type: string; readonly Properties?: Readonly<Record<string, unknown>> }>
>;

/** A stack of the environment `test` with these resources. */
export function aPlannedStack(
  resources: Resources = {},
  overrides: Partial<PlannedStack> = {},
): PlannedStack {
  return {
    name: 'StreamTech-test-Data',
    account: ACCOUNT,
    region: 'ap-northeast-1',
    template: { Resources: resources },
    bootstrapVersion: 8,
    bootstrapParameter: '/cdk-bootstrap/hnb659fds/version',
    roles: [ROLE],
    repositories: [],
    folder: '.',
    ...overrides,
  };
}

/** What is to be deployed of the environment `test`: one stack with these resources. */
export function aPlan(resources: Resources = {}, overrides: Partial<Planned> = {}): Planned {
  return {
    environmentSuffix: 'test',
    account: ACCOUNT,
    region: 'ap-northeast-1',
    stacks: [aPlannedStack(resources)],
    neighbours: [],
    pipelineAccount: undefined,
    ...overrides,
  };
}
