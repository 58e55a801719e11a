import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { S3Client } from '@aws-sdk/client-s3';
import { handler as allow } from '../../src/entries/allow-uploads.lambda';
import { handler as protect } from '../../src/entries/protect-stacks.lambda';
import { handler as migrate } from '../../src/entries/run-migration.lambda';
import { StackOfOne } from '../support/fakes/custom-resource';
import { EcsTasks, type End } from '../support/fakes/ecs-tasks';

/*
 * However a custom resource fails, its stack ends in a state that the next deploy, or a deletion, passes:
 * never in UPDATE_ROLLBACK_FAILED, ROLLBACK_FAILED or DELETE_FAILED. (docs/runbook.md, "A custom resource failed")
 */

const mockClock = { now: 1_000_000 };
jest.mock('node:timers/promises', () => ({
  setTimeout: async (ms: number) => {
    mockClock.now += ms;
    await new Promise(setImmediate);
  },
}));
jest.mock('../../src/runtime/logger', () => ({ createLogger: () => ({ error: jest.fn() }) }));

/** Long enough for what is under way to ask AWS. */
async function aWhile(): Promise<void> {
  for (let i = 0; i < 20; i += 1) await new Promise(setImmediate);
}

beforeEach(() => {
  jest.spyOn(Date, 'now').mockImplementation(() => mockClock.now);
});
afterEach(() => {
  jest.restoreAllMocks();
});

describe('the migration', () => {
  const revision = (number: number) => ({
    Cluster: 'workers',
    TaskDefinition: `arn:aws:ecs:ap-northeast-1:111111111111:task-definition/migration:${number}`,
    Subnets: ['subnet-a'],
    SecurityGroups: ['sg-1'],
  });
  const without = (name: string) => ({ ...revision(1), [name]: undefined });
  let ecs: EcsTasks;
  let stack: StackOfOne;
  beforeEach(() => {
    ecs = new EcsTasks();
    stack = new StackOfOne(migrate);
  });
  afterEach(async () => {
    await stack.rest();
  });
  const always = (...names: string[]) => {
    for (const name of names) ecs.refused.set(name, Infinity);
  };

  test.each<[string, End[], string[]]>([
    ['fails', ['badly'], []],
    ['does not end', ['never'], []],
    ['is not started by ECS', [], ['RunTaskCommand']],
    ['is not seen by ECS', ['never'], ['DescribeTasksCommand']],
  ])('of a first deploy %s: nothing is left', async (_, ends, refused) => {
    ecs.ends = ends;
    always(...refused);
    expect(await stack.deploy(revision(1))).toBe('ROLLBACK_COMPLETE');
    expect(ecs.running()).toEqual([]);
    ecs.refused.clear();
    expect(await stack.deploy(revision(2))).toBe('CREATE_COMPLETE');
    expect(await stack.delete()).toBe('DELETE_COMPLETE');
  });

  test('of a first deploy still runs when CloudFormation gives it up: nothing is left', async () => {
    ecs.ends = ['never'];
    expect(await stack.deploy(revision(1), aWhile())).toBe('ROLLBACK_COMPLETE');
    expect(ecs.running()).toEqual([]);
  });

  test('of a first deploy is not described by its template: nothing is left', async () => {
    expect(await stack.deploy(without('Cluster'))).toBe('ROLLBACK_COMPLETE');
    expect(await stack.deploy(without('Cluster'), Promise.resolve())).toBe('ROLLBACK_COMPLETE');
  });

  test.each<[string, End[], string[]]>([
    ['fails', ['badly'], []],
    ['fails, and that of the rollback too', ['badly', 'badly'], []],
    ['does not end', ['never'], []],
    ['does not end, nor does that of the rollback', ['never', 'never'], []],
    ['does not end, and ECS does not stop it', ['never'], ['StopTaskCommand']],
    ['is not started by ECS', [], ['RunTaskCommand']],
    ['is not started by ECS, which answers nothing', [], ['RunTaskCommand', 'ListTasksCommand']],
  ])('of a later deploy %s: all is as before', async (_, ends, refused) => {
    await stack.deploy(revision(1));
    ecs.ends = [...ends];
    always(...refused);
    expect(await stack.deploy(revision(2))).toBe('UPDATE_ROLLBACK_COMPLETE');
    ecs.refused.clear();
    expect(await stack.deploy(revision(3))).toBe('UPDATE_COMPLETE');
    expect(ecs.running()).toEqual([]);
  });

  test('of a later deploy still runs when CloudFormation gives it up: all is as before', async () => {
    await stack.deploy(revision(1));
    ecs.ends = ['never'];
    expect(await stack.deploy(revision(2), aWhile())).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(ecs.running()).toEqual([]);
  });

  test('that could not be stopped is told with the command that ends it', async () => {
    ecs.ends = ['never'];
    always('StopTaskCommand');
    await stack.deploy(revision(1));
    expect(stack.reasons).toEqual([
      expect.stringMatching(
        /did not end in time and could not be stopped .*aws ecs stop-task --cluster workers --task arn:aws:ecs:\S+\/0;/,
      ),
    ]);
  });

  test('that a person runs is left alone', async () => {
    await stack.deploy(revision(1));
    expect(ecs.calls.map(({ input }) => input)).toContainEqual({
      cluster: 'workers',
      startedBy: 'streamtech-deploy',
    });
  });

  test('does not keep its stack from being deleted while ECS does not answer', async () => {
    await stack.deploy(revision(1));
    always('ListTasksCommand');
    expect(await stack.delete()).toBe('DELETE_COMPLETE');
  });
});

describe.each([
  [
    'termination protection',
    CloudFormationClient,
    protect,
    { Stacks: ['StreamTech-prod-Data'] },
    { Stacks: ['StreamTech-prod-Data', 'StreamTech-prod-Api'] },
  ],
  [
    'the origins of uploads',
    S3Client,
    allow,
    { Bucket: 'ingest', Origins: ['https://video.example.jp'] },
    { Bucket: 'ingest', Origins: ['https://other.example.jp'] },
  ],
] as const)('%s', (_, client, handler, before, after) => {
  let stack: StackOfOne;
  let answer: () => Promise<object>;
  beforeEach(() => {
    answer = () => Promise.resolve({});
    jest
      .spyOn(client.prototype as { send: unknown }, 'send' as never)
      .mockImplementation((() => answer()) as never);
    stack = new StackOfOne(handler);
  });
  const refuses = (times: number) => {
    let left = times;
    answer = () => (left-- > 0 ? Promise.reject(new Error('Rate exceeded')) : Promise.resolve({}));
  };

  test.each([
    ['is refused', before, undefined],
    ['is not described by its template', {}, undefined],
    ['is given up by CloudFormation', before, aWhile],
  ])('of a first deploy %s: nothing is left', async (__, properties, givesUp) => {
    if (givesUp) answer = () => new Promise(() => undefined);
    else refuses(1);
    expect(await stack.deploy(properties, givesUp?.())).toBe('ROLLBACK_COMPLETE');
    answer = () => Promise.resolve({});
    expect(await stack.deploy(before)).toBe('CREATE_COMPLETE');
    expect(await stack.delete()).toBe('DELETE_COMPLETE');
  });

  test('of a later deploy is refused: all is as before, and the next one passes', async () => {
    await stack.deploy(before);
    refuses(1);
    expect(await stack.deploy(after)).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(await stack.deploy(after)).toBe('UPDATE_COMPLETE');
  });

  test('asks AWS for nothing when its stack is deleted', async () => {
    await stack.deploy(before);
    refuses(Infinity);
    expect(await stack.delete()).toBe('DELETE_COMPLETE');
  });
});

test('a stack that is gone needs no protection, so that a rollback passes over it', async () => {
  const gone = new Error('Stack [StreamTech-prod-Testing] does not exist');
  jest
    .spyOn(CloudFormationClient.prototype as { send: unknown }, 'send' as never)
    .mockImplementation((() => Promise.reject(gone)) as never);
  const stack = new StackOfOne(protect);
  expect(await stack.deploy({ Stacks: ['StreamTech-prod-Testing'] })).toBe('CREATE_COMPLETE');
});
