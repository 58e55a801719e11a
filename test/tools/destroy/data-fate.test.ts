import { dataFate } from '../../../tools/destroy/data-fate';
import { readDeployment } from '../../../tools/destroy/deployment';
import type { Plan } from '../../../tools/destroy/plan';
import { CloudFormationFake, type StackSpec } from '../../support/fakes/cloud-formation';

const UPLOADS = { type: 'AWS::S3::Bucket', id: 'Uploads', policy: 'RetainExceptOnCreate' };
const KEY = { type: 'AWS::KMS::Key', id: 'Key', policy: 'RetainExceptOnCreate' };

async function planFor(resources: StackSpec['resources'] = [UPLOADS]): Promise<Plan> {
  const { client } = new CloudFormationFake([{ StackName: 'StreamTech-prod-Data', resources }]);
  const deployment = await readDeployment(client, 'prod');
  return {
    deployment,
    stacks: deployment.stacks,
    orphans: { logGroups: [], images: [], taskDefinitions: [] },
    obstacles: [],
    protections: [],
    kept: [],
  };
}
const never = () => Promise.reject(new Error('nobody must be asked'));
const answers = (answer: string) => () => Promise.resolve(answer);

describe('what becomes of the data', () => {
  it.each([
    ['as the command line says, snapshot', { snapshot: true }, never, 'snapshot'],
    ['as the command line says, discard', { discard: true }, never, 'discard'],
    ['kept without a terminal', {}, null, 'snapshot'],
    ['kept when the answer is only confirmed', {}, answers(''), 'snapshot'],
    ['as the terminal says', {}, answers('discard'), 'discard'],
  ] as const)('is %s', async (_, given, ask, fate) => {
    expect(await dataFate(await planFor(), given, ask)).toBe(fate);
  });

  it.each(['y', 'no', 'Discard', 'StreamTech-prod'])("is not told by '%s'", async (answer) => {
    await expect(dataFate(await planFor(), {}, answers(answer))).rejects.toThrow(
      `must be 'snapshot' or 'discard', got '${answer}'; nothing is deleted`,
    );
  });

  describe('of an environment that keeps nothing', () => {
    const disposable = () => planFor([{ type: 'AWS::S3::Bucket', id: 'Uploads' }]);

    it('is nobody’s question', async () => {
      await expect(dataFate(await disposable(), {}, never)).resolves.toBeDefined();
    });

    it('can not be to be kept', async () => {
      await expect(dataFate(await disposable(), { snapshot: true }, never)).rejects.toThrow(
        /'--snapshot' must be of a protected environment, and 'prod' keeps nothing: .*'protected' first/,
      );
    });
  });
});

test.each([
  [UPLOADS, 'kept'],
  [{ ...KEY, policy: 'Retain' }, 'kept'],
  [{ ...KEY, policy: 'Delete' }, 'deleted'],
  [{ ...KEY, policy: undefined }, 'deleted'],
  [{ type: 'AWS::RDS::DBInstance', id: 'Database', policy: 'Snapshot' }, 'snapshotted'],
  // CloudFormation's own default
  [{ type: 'AWS::RDS::DBInstance', id: 'Database' }, 'snapshotted'],
  [{ type: 'AWS::RDS::DBInstance', id: 'Database', policy: 'Delete' }, 'deleted'],
])('by its template, %j is %s with its stack', async (resource, fate) => {
  const [found] = (await planFor([resource])).deployment.resources;
  expect(found?.fate).toBe(fate);
});
