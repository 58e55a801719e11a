import { TaskProtection } from '../../src/worker/task-protection';
import { deferred } from '../support/deferred';
import { EcsAgent, type Told } from '../support/servers/ecs-agent';
import { recordingLogger } from '../support/log-lines';
import { until } from '../support/until';

const ON = { ProtectionEnabled: true, ExpiresInMinutes: 10 };
const OFF = { ProtectionEnabled: false };
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

  function aProtection({ uri = agent.uri, renewMs }: { uri?: string; renewMs?: number } = {}) {
    const { logger, lines } = recordingLogger();
    protection = new TaskProtection(uri, logger, renewMs);
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
});
