import {
  MAX_RECEIVES,
  type MessageQueue,
  type ReceivedMessage,
} from '../../../src/storage/queue/message-queue';

const NO_WAIT = { max: 10, waitSeconds: 0 };

/** What every {@link MessageQueue} must do. `makeQueue` returns an empty one. */
export function messageQueueContract(name: string, makeQueue: () => Promise<MessageQueue>): void {
  describe(`a message queue ${name}`, () => {
    let queue: MessageQueue;
    beforeEach(async () => {
      queue = await makeQueue();
    });
    afterEach(() => queue.close());

    it('a message arrives as it was sent', async () => {
      const body = '{"key":"incoming/夏祭り 🎆.mp4","quote":"\\""}\n';
      await queue.send(body);

      const message = await receiveOne(queue);
      expect(message).toMatchObject({ body, receiveCount: 1 });
      expect(message.id).not.toBe('');
    });

    it('an empty queue has nothing to receive', async () => {
      expect(await queue.receive(NO_WAIT)).toEqual([]);
    });

    it('no more than asked for are received', async () => {
      for (const body of ['a', 'b', 'c']) await queue.send(body);
      expect(await queue.receive({ max: 2, waitSeconds: 0 })).toHaveLength(2);
      expect(await queue.receive(NO_WAIT)).toHaveLength(1);
    });

    it('a received message is hidden', async () => {
      await queue.send('a');
      await receiveOne(queue);
      expect(await queue.receive(NO_WAIT)).toEqual([]);
    });

    it('a message that is given back comes again, and counts how often', async () => {
      await queue.send('a');
      const first = await receiveOne(queue);
      await queue.setVisibility(first, 0);

      const second = await receiveOne(queue);
      expect(second).toMatchObject({ id: first.id, body: 'a', receiveCount: 2 });
      expect(second.receiptHandle).not.toBe(first.receiptHandle);
    });

    it('a deleted message does not come again', async () => {
      await queue.send('a');
      await queue.delete(await receiveOne(queue));
      expect(await queue.depth()).toEqual({ waiting: 0, inFlight: 0, deadLetters: 0 });
    });

    it('a delayed message is not there yet', async () => {
      await queue.send('later', { delaySeconds: 900 });
      expect(await queue.receive(NO_WAIT)).toEqual([]);
      expect((await queue.depth()).waiting).toBe(0);
    });

    it('a message that is sent meanwhile ends the wait', async () => {
      const received = queue.receive({ max: 1, waitSeconds: 20 });
      await queue.send('a');
      expect(await received).toMatchObject([{ body: 'a' }]);
    });

    it('a wait that is given up ends with nothing', async () => {
      const abort = new AbortController();
      const received = queue.receive({ max: 1, waitSeconds: 20, signal: abort.signal });
      setImmediate(() => {
        abort.abort();
      });
      expect(await received).toEqual([]);
    });

    it('with its signal given up already, nothing is received', async () => {
      await queue.send('a');
      const received = queue.receive({ max: 1, waitSeconds: 20, signal: AbortSignal.abort() });
      expect(await received).toEqual([]);
      expect((await queue.depth()).waiting).toBe(1);
    });

    it('depth tells the waiting from those in flight', async () => {
      for (const body of ['a', 'b', 'c']) await queue.send(body);
      await queue.receive({ max: 1, waitSeconds: 0 });
      expect(await queue.depth()).toEqual({ waiting: 2, inFlight: 1, deadLetters: 0 });
    });

    it('after five receives a message is dead', async () => {
      await queue.send('poison');
      await letDie(queue);
      expect(await queue.depth()).toEqual({ waiting: 0, inFlight: 0, deadLetters: 1 });
    });

    it('on its fifth receive a message can still be done', async () => {
      await queue.send('a');
      for (let i = 1; i < MAX_RECEIVES; i += 1) {
        await queue.setVisibility(await receiveOne(queue), 0);
      }
      const last = await receiveOne(queue);
      expect(last.receiveCount).toBe(MAX_RECEIVES);
      await queue.delete(last);
      expect(await queue.depth()).toEqual({ waiting: 0, inFlight: 0, deadLetters: 0 });
    });

    it('replayed messages start anew, all of them', async () => {
      const bodies = Array.from({ length: 12 }, (_, i) => `poison ${i}`);
      for (const body of bodies) await queue.send(body);
      await letDie(queue);

      expect(await queue.replayDeadLetters()).toBe(bodies.length);
      expect(await queue.depth()).toEqual({ waiting: 12, inFlight: 0, deadLetters: 0 });
      const back = [...(await queue.receive(NO_WAIT)), ...(await queue.receive(NO_WAIT))];
      expect(back.map(({ body }) => body).sort()).toEqual(bodies.sort());
      expect(new Set(back.map(({ receiveCount }) => receiveCount))).toEqual(new Set([1]));
    });

    it('a message keeps its group; one without has none', async () => {
      await queue.send('a', { group: 'bulk-short' });
      expect(await receiveOne(queue)).toMatchObject({ group: 'bulk-short' });
      await queue.send('b');
      const alone = await receiveOne(queue);
      expect(alone).toMatchObject({ body: 'b', group: null });
      await queue.delete(alone);
    });

    it('a replayed message keeps its group', async () => {
      await queue.send('poison', { group: 'bulk-short' });
      await letDie(queue);
      await queue.replayDeadLetters();
      expect(await receiveOne(queue)).toMatchObject({ body: 'poison', group: 'bulk-short' });
    });

    it('with no dead letters, nothing is replayed', async () => {
      expect(await queue.replayDeadLetters()).toBe(0);
    });
  });
}

export async function receiveOne(queue: MessageQueue): Promise<ReceivedMessage> {
  const [message] = await queue.receive({ max: 1, waitSeconds: 0 });
  if (!message) throw new Error('a message was to be received');
  return message;
}

/** Receives and gives back until nothing comes any more. */
async function letDie(queue: MessageQueue): Promise<void> {
  for (;;) {
    const messages = await queue.receive(NO_WAIT);
    if (messages.length === 0) return;
    await Promise.all(messages.map((message) => queue.setVisibility(message, 0)));
  }
}
