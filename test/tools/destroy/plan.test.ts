import { readDeployment } from '../../../tools/destroy/deployment';
import { obstacles } from '../../../tools/destroy/obstacles';
import { deletionOrder } from '../../../tools/destroy/order';
import { planText } from '../../../tools/destroy/plan-text';
import { CloudFormationFake, type StackSpec } from '../../support/fakes/cloud-formation';

const at = (minute: number) => new Date(Date.UTC(2026, 10, 20, 3, minute));

const NETWORK = { StackName: 'StreamTech-dev-Network', CreationTime: at(1) };
const DATA = { StackName: 'StreamTech-dev-Data', CreationTime: at(2) };
const API = { StackName: 'StreamTech-dev-Api', CreationTime: at(3) };

function deploymentOf(...stacks: StackSpec[]) {
  return readDeployment(new CloudFormationFake(stacks).client, 'dev');
}

async function orderOf(...stacks: StackSpec[]): Promise<string[]> {
  return deletionOrder((await deploymentOf(...stacks)).stacks).map(({ name }) => name);
}

async function obstaclesTo(...stacks: StackSpec[]): Promise<string[]> {
  return obstacles(await deploymentOf(...stacks));
}

describe('stacks are deleted', () => {
  it('the newest first', async () => {
    expect(await orderOf(NETWORK, API, DATA)).toEqual([
      'StreamTech-dev-Api',
      'StreamTech-dev-Data',
      'StreamTech-dev-Network',
    ]);
  });

  it('after all that import from them, whatever is newer', async () => {
    const imported = { ...API, importedBy: ['StreamTech-dev-Network', 'StreamTech-dev-Data'] };
    expect(
      await orderOf({ ...NETWORK, importedBy: ['StreamTech-dev-Data'] }, DATA, imported),
    ).toEqual(['StreamTech-dev-Data', 'StreamTech-dev-Network', 'StreamTech-dev-Api']);
  });

  it('of one environment, whatever another is called', async () => {
    const others = ['dev2-Data', 'dev-2-Data', 'a-dev-Data', 'prod-Data'];
    const named = [...others.map((name) => `StreamTech-${name}`), 'Other-dev-Data', 'CDKToolkit'];
    const stacks = named.map((StackName) => ({ StackName }));
    expect(await orderOf(...stacks, DATA)).toEqual(['StreamTech-dev-Data']);
  });
});

test('what a deploy that was rolled back has deleted is not lost once more', async () => {
  const bucket = (id: string, status: string) => ({ type: 'AWS::S3::Bucket', id, status });
  const deployment = await deploymentOf({
    ...DATA,
    resources: [bucket('gone', 'DELETE_COMPLETE'), bucket('there', 'CREATE_COMPLETE')],
  });
  const orphans = { logGroups: [], images: [], taskDefinitions: [] };
  const text = planText({
    deployment,
    stacks: deployment.stacks,
    orphans,
    obstacles: [],
    protections: [],
    kept: [],
  });
  expect(text).toMatch(/AWS::S3::Bucket +│ there/);
  expect(text).not.toContain('gone');
});

describe('before anything is deleted, it is refused', () => {
  it('for nothing when all is well', async () => {
    expect(await obstaclesTo(NETWORK, { ...DATA, importedBy: ['StreamTech-dev-Network'] })).toEqual(
      [],
    );
  });

  it.each([
    'ROLLBACK_COMPLETE',
    'DELETE_FAILED',
    'DELETE_IN_PROGRESS',
    'UPDATE_ROLLBACK_FAILED',
    'REVIEW_IN_PROGRESS',
  ] as const)('not for a stack in %s', async (StackStatus) => {
    expect(await obstaclesTo({ ...DATA, StackStatus })).toEqual([]);
  });

  it.each(['UPDATE_IN_PROGRESS', 'CREATE_IN_PROGRESS', 'UPDATE_ROLLBACK_IN_PROGRESS'] as const)(
    'for a stack in %s',
    async (StackStatus) => {
      expect(await obstaclesTo(NETWORK, { ...DATA, StackStatus })).toEqual([
        `'StreamTech-dev-Data' is being changed (${StackStatus}); wait for it: npm run pipeline -- watch`,
      ]);
    },
  );

  it('not for a protected stack, whose protection is lifted', async () => {
    expect(await obstaclesTo({ ...DATA, EnableTerminationProtection: true })).toEqual([]);
  });

  it.each([
    ['none', []],
    [
      'those of another environment',
      [
        { Key: 'Project', Value: 'StreamTech' },
        { Key: 'Environment', Value: 'dev2' },
      ],
    ],
  ])('for a stack with other tags: %s', async (_, Tags) => {
    expect(await obstaclesTo({ ...DATA, Tags })).toEqual([
      expect.stringMatching(/'StreamTech-dev-Data' is not tagged .*Environment=dev;/),
    ]);
  });

  it('for an export that a stack beyond the environment imports', async () => {
    const importedBy = ['StreamTech-dev-Network', 'Reports'];
    expect(await obstaclesTo(NETWORK, { ...DATA, importedBy }, { StackName: 'Reports' })).toEqual([
      expect.stringMatching(
        /'StreamTech-dev-Data' exports is imported by stacks of others: Reports; /,
      ),
    ]);
  });
});
