import {
  DescribeTasksCommand,
  ECSClient,
  ListTasksCommand,
  RunTaskCommand,
} from '@aws-sdk/client-ecs';
import type { CdkCustomResourceEvent } from 'aws-lambda';
import { handler } from '../../src/entries/run-migration.lambda';

/** Under the limit of the function. */
const context = { getRemainingTimeInMillis: () => 14 * 60_000 };
const TASK = 'arn:aws:ecs:ap-northeast-1:111111111111:task/workers/0a1b2c';

/** ECS as the handler sees it: every task stops at once. */
function ecsWhere(answers: { run?: object; describe?: object }) {
  const calls: unknown[] = [];
  const send = jest.spyOn(ECSClient.prototype, 'send') as unknown as jest.SpyInstance<
    Promise<object | undefined>,
    [command: unknown]
  >;
  send.mockImplementation((command) => {
    calls.push(command);
    const started = answers.run ?? { tasks: [{ taskArn: TASK }], failures: [] };
    return Promise.resolve(command instanceof RunTaskCommand ? started : (answers.describe ?? {}));
  });
  return calls;
}

function anEvent(requestType: 'Create' | 'Update' | 'Delete'): CdkCustomResourceEvent {
  return {
    RequestType: requestType,
    OldResourceProperties: { TaskDefinition: 'migration:6' },
    ResourceProperties: {
      ServiceToken: 'arn:aws:lambda:ap-northeast-1:111111111111:function:provider',
      Cluster: 'workers',
      TaskDefinition: 'migration:7',
      Subnets: ['subnet-a', 'subnet-c'],
      SecurityGroups: ['sg-1'],
    },
  } as unknown as CdkCustomResourceEvent;
}

const stopped = (container: object, stoppedReason?: string) => ({
  tasks: [{ taskArn: TASK, lastStatus: 'STOPPED', stoppedReason, containers: [container] }],
});

describe('a migration at deploy', () => {
  afterEach(() => {
    jest.restoreAllMocks();
  });

  it.each(['Create', 'Update'] as const)(
    'runs once for a %s, in the isolated subnets',
    async (type) => {
      const calls = ecsWhere({ describe: stopped({ exitCode: 0 }) });
      await expect(handler(anEvent(type), context)).resolves.toEqual({
        PhysicalResourceId: 'database-migration',
      });
      const runs = calls.filter((call) => call instanceof RunTaskCommand);
      expect(runs).toHaveLength(1);
      expect(runs[0]?.input).toMatchObject({
        taskDefinition: 'migration:7',
        networkConfiguration: {
          awsvpcConfiguration: { subnets: ['subnet-a', 'subnet-c'], assignPublicIp: 'DISABLED' },
        },
      });
      expect(calls.some((call) => call instanceof DescribeTasksCommand)).toBe(true);
    },
  );

  it('runs nothing when the environment is destroyed', async () => {
    const calls = ecsWhere({ describe: { taskArns: [] } });
    await expect(handler(anEvent('Delete'), context)).resolves.toEqual({});
    expect(calls).toEqual([expect.any(ListTasksCommand)]);
  });

  it('stops the deploy when it fails, and says where to read why', async () => {
    ecsWhere({ describe: stopped({ exitCode: 1 }) });
    await expect(handler(anEvent('Update'), context)).rejects.toThrow(
      /ended with exit code 1 .*stream migration\/migration\/0a1b2c/,
    );
  });

  it('stops a deploy of the same revision too, which is no rollback', async () => {
    ecsWhere({ describe: stopped({ exitCode: 1 }) });
    const event = anEvent('Update');
    const { ResourceProperties: same } = event;
    await expect(
      handler({ ...event, OldResourceProperties: same } as typeof event, context),
    ).rejects.toThrow('exit code 1');
  });

  it('stops the deploy when its container never ran', async () => {
    ecsWhere({ describe: stopped({ reason: 'CannotPullContainerError' }) });
    await expect(handler(anEvent('Create'), context)).rejects.toThrow(
      /ended with exit code none \(CannotPullContainerError\)/,
    );
  });

  it('stops the deploy when ECS can not start it', async () => {
    ecsWhere({ run: { tasks: [], failures: [{ reason: 'RESOURCE:ENI' }] } });
    await expect(handler(anEvent('Create'), context)).rejects.toThrow(
      'the migration did not start: RESOURCE:ENI',
    );
  });

  it('stops the deploy when the template and the code disagree', async () => {
    ecsWhere({});
    const event = { ...anEvent('Create'), ResourceProperties: { ServiceToken: 'x' } };
    await expect(handler(event, context)).rejects.toThrow(/Cluster/);
  });
});
