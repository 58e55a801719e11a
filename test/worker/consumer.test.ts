import { MemoryMessageQueue } from '../../src/storage/queue/memory-message-queue';
import type { ReceivedMessage } from '../../src/storage/queue/message-queue';
import { Consumer, type ConsumerOptions } from '../../src/worker/consumer';
import { recordingLogger } from '../support/log-lines';
import { deferred } from '../support/deferred';
import { lasting, until } from '../support/until';

describe('Consumer', () => {
  let queue: MemoryMessageQueue;
  let consumer: Consumer;

  beforeEach(() => {
    queue = new MemoryMessageQueue();
  });

  afterEach(() => consumer.stop(0));

  function aConsumer(changes: Partial<ConsumerOptions>): Consumer {
    consumer = new Consumer({
      queue,
      handle: (message) => queue.delete(message),
      ready: () => Promise.resolve(),
      concurrency: 2,
      logger: recordingLogger().logger,
      ...changes,
    });
    consumer.start();
    return consumer;
  }

  async function send(...bodies: string[]): Promise<void> {
    for (const body of bodies) await queue.send(body);
  }

  test('handles every message', async () => {
    const handled: string[] = [];
    await send('a', 'b', 'c', 'd', 'e');
    aConsumer({
      handle: async (message) => {
        await queue.delete(message);
        handled.push(message.body);
      },
    });
    await until(() => handled.length === 5);
    expect(handled.sort()).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  test('never handles more than its concurrency', async () => {
    const taken: ReceivedMessage[] = [];
    const held = deferred<undefined>();
    await send('a', 'b', 'c', 'd', 'e', 'f');
    const running = aConsumer({
      handle: async (message) => {
        taken.push(message);
        await held.promise;
        await queue.delete(message);
      },
    });
    await until(() => running.active === 2);
    expect(taken).toHaveLength(2);
    expect(await queue.depth()).toMatchObject({ waiting: 4, inFlight: 2 });
    held.resolve(undefined);
    await until(() => taken.length === 6);
  });

  test('takes no message while a store is down, and says so once', async () => {
    const { logger, lines } = recordingLogger();
    await send('a');
    aConsumer({ ready: () => Promise.reject(new Error('database gone')), logger });
    await until(() => lines.length > 0);
    expect(await queue.depth()).toMatchObject({ waiting: 1, inFlight: 0 });
    expect(lines).toEqual([expect.objectContaining({ level: 'error' })]);
  });

  test('takes messages again when the store is back', async () => {
    const { logger, lines } = recordingLogger();
    let handled = false;
    const ready = jest.fn(() => Promise.resolve()).mockRejectedValueOnce(new Error('gone'));
    await send('a');
    aConsumer({
      ready,
      logger,
      handle: async (message) => {
        await queue.delete(message);
        handled = true;
      },
    });
    await until(() => handled);
    expect(lines).toContainEqual(expect.objectContaining({ msg: 'messages are taken again' }));
  });

  test('says when it begins to handle messages, and when that is over', async () => {
    const said: boolean[] = [];
    const held = deferred<undefined>();
    await send('a', 'b', 'c');
    const running = aConsumer({
      concurrency: 3,
      onBusy: (busy) => said.push(busy),
      handle: async (message) => {
        await held.promise;
        await queue.delete(message);
      },
    });
    await until(() => running.active === 3);
    expect(said).toEqual([true]);
    held.resolve(undefined);
    await until(() => said.length === 2);
    expect(said).toEqual([true, false]);
  });

  describe('under a backlog that does not end', () => {
    const REST = { afterMs: 150, forMs: 100 };

    /** Says when it was idle, and for how long. */
    async function idleTimes(rest: ConsumerOptions['rest'], wallMs: number) {
      const startedAt = performance.now();
      const idle: { readonly at: number; readonly ms: number }[] = [];
      let idleSince = startedAt;
      await send('a', 'b', 'c', 'd');
      aConsumer({
        rest,
        handle: async (message) => {
          await queue.send(message.body);
          await lasting(20);
          await queue.delete(message);
        },
        onBusy: (busy) => {
          const now = performance.now();
          if (busy) idle.push({ at: idleSince - startedAt, ms: now - idleSince });
          else idleSince = now;
        },
      });
      await until(() => performance.now() - startedAt > wallMs);
      return idle.filter(({ ms }) => ms >= REST.forMs);
    }

    test('rests once it has worked for long, and takes up work again', async () => {
      const rests = await idleTimes(REST, 1000);
      expect(rests.length).toBeGreaterThanOrEqual(2);
      expect(rests[0]?.at).toBeGreaterThanOrEqual(REST.afterMs);
    });

    test('never rests where nobody says so', async () => {
      expect(await idleTimes(undefined, 500)).toEqual([]);
    });

    test('stops at once while it rests', async () => {
      await send('a');
      let ended = 0;
      const running = aConsumer({
        rest: { afterMs: 0, forMs: 60_000 },
        handle: async (message) => {
          await queue.delete(message);
          ended += 1;
        },
      });
      await until(() => ended === 1 && running.active === 0);
      await send('b');
      const startedAt = performance.now();
      await running.stop(10_000);
      expect(performance.now() - startedAt).toBeLessThan(1000);
      expect(ended).toBe(1);
    });
  });

  test('stops at once when nothing is being handled', async () => {
    const running = aConsumer({});
    const startedAt = performance.now();
    await running.stop(10_000);
    expect(performance.now() - startedAt).toBeLessThan(1000);
  });

  test('lets what is being handled end within the drain time', async () => {
    let ended = false;
    const held = deferred<undefined>();
    await send('a');
    const running = aConsumer({
      handle: async () => {
        await held.promise;
        ended = true;
      },
    });
    await until(() => running.active === 1);
    const stopped = running.stop(10_000);
    held.resolve(undefined);
    await stopped;
    expect(ended).toBe(true);
  });

  test('aborts what is being handled after the drain time, even when its concurrency is used up', async () => {
    let aborted = false;
    await send('a', 'b');
    const running = aConsumer({
      concurrency: 1,
      handle: (_message, shutdown) =>
        new Promise((resolve) => {
          shutdown.addEventListener('abort', () => {
            aborted = true;
            resolve();
          });
        }),
    });
    await until(() => running.active === 1);
    await running.stop(20);
    expect(aborted).toBe(true);
    expect(await queue.depth()).toMatchObject({ waiting: 1 });
  });
});
