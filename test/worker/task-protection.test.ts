import { TaskProtection } from '../../src/worker/task-protection';
import { MemoryMessageQueue } from '../../src/storage/queue/memory-message-queue';
import { Consumer } from '../../src/worker/consumer';
import { deferred } from '../support/deferred';
import { EcsAgent, type Told } from '../support/servers/ecs-agent';
import { recordingLogger } from '../support/log-lines';
import { lasting, until } from '../support/until';

const ON = { ProtectionEnabled: true, ExpiresInMinutes: 10 };
const OFF = { ProtectionEnabled: false };
type Times = ConstructorParameters<typeof TaskProtection>[2];
const isOn = ({ ProtectionEnabled }: Told) => ProtectionEnabled;

describe('TaskProtection', () => {
  let agent: EcsAgent;
  let protection: TaskProtection;

  beforeEach(async () => {
    agent = new EcsAgent();
    await agent.start();
  });

  afterEach(async () => {
    protection.set(false); // ends the renewal
    await agent.stop();
  });

  function aProtection({ uri = agent.uri, ...times }: { uri?: string } & Times = {}) {
    const { logger, lines } = recordingLogger();
    protection = new TaskProtection(uri, logger, times);
    return { protection, lines };
  }

  test('is on while the task is busy, and off when it is idle', async () => {
    const { protection, lines } = aProtection();
    protection.set(true);
    await until(() => agent.told.length === 1);
    protection.set(false);
    await until(() => agent.told.length === 2);
    expect(agent.told).toEqual([ON, OFF]);
    expect(lines).toEqual([]);
  });

  test('is renewed for as long as the task is busy', async () => {
    const { protection } = aProtection({ renewMs: 5 });
    protection.set(true);
    await until(() => agent.told.filter(isOn).length >= 3);
    protection.set(false);
    await until(() => !agent.told.every(isOn));
    expect(agent.told.at(-1)).toEqual(OFF);
  });

  test('is not renewed for ever, whatever the agent says, so that a deploy ends', async () => {
    const { protection, lines } = aProtection({ renewMs: 5, mostMs: 50 });
    protection.set(true);
    await until(() => lines.length > 0);
    expect(lines).toEqual([
      expect.objectContaining({
        level: 'warn',
        msg: 'the task is busy for too long: its protection ends',
      }),
    ]);
    await lasting(50); // the last one arrives
    const told = agent.told.length;
    await lasting(50);
    expect(agent.told.slice(told)).toEqual([]);
    expect(agent.told.every(isOn)).toBe(true);
  });

  test('tells a slow agent one thing at a time, and the latest last', async () => {
    const slow = deferred<{ status: number; body: object }>();
    agent.answer = () => slow.promise;
    const { protection } = aProtection();
    protection.set(true);
    await until(() => agent.told.length === 1);
    protection.set(false);
    protection.set(true);
    protection.set(false);
    slow.resolve({ status: 200, body: { protection: OFF } });
    await until(() => agent.told.length === 2);
    expect(agent.told).toEqual([ON, OFF]);
  });

  test.each([
    ['refuses', { status: 200, body: { failure: { Reason: 'DEPLOYMENT_BLOCKED' } } }],
    ['fails', { status: 500, body: { error: { Code: 'ServerException' } } }],
  ])('is a warning, no more, when ECS %s', async (_, answer) => {
    agent.answer = () => Promise.resolve(answer);
    const { protection, lines } = aProtection();
    protection.set(true);
    await until(() => lines.length === 1);
    expect(lines).toEqual([
      expect.objectContaining({
        level: 'warn',
        msg: 'ECS refused the protection',
        answer: JSON.stringify(answer.body),
      }),
    ]);
  });

  test('is a warning, no more, when there is no agent', async () => {
    const { protection, lines } = aProtection({ uri: 'http://127.0.0.1:1' });
    protection.set(true);
    await until(() => lines.length === 1);
    expect(lines).toEqual([
      expect.objectContaining({ level: 'warn', msg: 'ECS could not be told of the protection' }),
    ]);
  });

  test('of a worker whose backlog does not end is off for long enough, again and again', async () => {
    const REST = { afterMs: 100, forMs: 60 };
    const { protection } = aProtection();
    const queue = new MemoryMessageQueue();
    let handled = 0;
    const toldAt: { readonly on: boolean; readonly at: number; readonly handled: number }[] = [];
    agent.answer = (told) => {
      toldAt.push({ on: isOn(told), at: performance.now(), handled });
      return Promise.resolve({ status: 200, body: { protection: told } });
    };
    const consumer = new Consumer({
      queue,
      handle: async (message) => {
        await queue.send('another');
        await lasting(10);
        await queue.delete(message);
        handled += 1;
      },
      ready: () => Promise.resolve(),
      concurrency: 2,
      logger: recordingLogger().logger,
      onBusy: (busy) => {
        protection.set(busy);
      },
      rest: REST,
    });
    for (const body of ['a', 'b', 'c']) await queue.send(body);
    consumer.start();
    const rests = () =>
      toldAt.filter(({ on, at }, i) => !on && (toldAt[i + 1]?.at ?? 0) - at >= REST.forMs / 2);
    await until(() => rests().length === 2);
    await consumer.stop(1000);
    // the second only after work between: it took up work again
    const [first, second] = rests();
    expect(second?.handled).toBeGreaterThan(first?.handled ?? Infinity);
  });
});
