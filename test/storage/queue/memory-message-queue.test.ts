import { MemoryMessageQueue } from '../../../src/storage/queue/memory-message-queue';
import { movingClock } from '../../support/fakes/moving-clock';
import { messageQueueContract, receiveOne } from './message-queue-contract';

messageQueueContract('in the process', () => Promise.resolve(new MemoryMessageQueue()));

const NO_WAIT = { max: 10, waitSeconds: 0 };

describe('MemoryMessageQueue', () => {
  it('a message comes again when its visibility time is over', async () => {
    const { queue, clock } = aQueue({ visibilitySeconds: 30 });
    await queue.send('a');
    await receiveOne(queue);

    clock.advance(29_999);
    expect(await queue.receive(NO_WAIT)).toEqual([]);
    clock.advance(1);
    expect(await receiveOne(queue)).toMatchObject({ body: 'a', receiveCount: 2 });
  });

  it('a heartbeat keeps a message hidden', async () => {
    const { queue, clock } = aQueue({ visibilitySeconds: 30 });
    await queue.send('a');
    const message = await receiveOne(queue);
    clock.advance(20_000);
    await queue.setVisibility(message, 30);

    clock.advance(29_999);
    expect(await queue.receive(NO_WAIT)).toEqual([]);
  });

  it('a delayed message comes when its time is there', async () => {
    const { queue, clock } = aQueue();
    await queue.send('later', { delaySeconds: 60 });
    clock.advance(60_000);
    expect(await receiveOne(queue)).toMatchObject({ body: 'later' });
  });

  it('an old receipt neither deletes nor hides the message', async () => {
    const { queue, clock } = aQueue({ visibilitySeconds: 30 });
    await queue.send('a');
    const old = await receiveOne(queue);
    clock.advance(30_000);
    const current = await receiveOne(queue);

    await queue.delete(old);
    await queue.setVisibility(old, 0);
    expect(await queue.depth()).toEqual({ waiting: 0, inFlight: 1, deadLetters: 0 });
    await queue.delete(current);
    expect(await queue.depth()).toEqual({ waiting: 0, inFlight: 0, deadLetters: 0 });
  });

  describe('of messages that share groups', () => {
    const bodiesOf = async (queue: MemoryMessageQueue, max: number) =>
      (await queue.receive({ max, waitSeconds: 0 })).map(({ body }) => body);

    it('those of the group with the fewest in flight come first, each group in its order', async () => {
      const { queue } = aQueue();
      for (const body of ['a1', 'a2', 'a3', 'a4']) await queue.send(body, { group: 'a' });
      for (const body of ['b1', 'b2']) await queue.send(body, { group: 'b' });
      expect(await bodiesOf(queue, 10)).toEqual(['a1', 'b1', 'a2', 'b2', 'a3', 'a4']);
    });

    it('one without a group waits for no group', async () => {
      const { queue } = aQueue();
      for (const body of ['a1', 'a2']) await queue.send(body, { group: 'a' });
      await bodiesOf(queue, 1);
      await queue.send('alone');
      expect(await bodiesOf(queue, 2)).toEqual(['alone', 'a2']);
    });

    it('those that are done, or only delayed, are not in flight', async () => {
      const { queue } = aQueue();
      await queue.send('a1', { group: 'a' });
      await queue.delete(await receiveOne(queue));
      await queue.send('a2', { group: 'a', delaySeconds: 60 });
      await queue.send('b1', { group: 'b' });
      await bodiesOf(queue, 1);
      await queue.send('b2', { group: 'b' });
      await queue.send('a3', { group: 'a' });
      expect(await bodiesOf(queue, 2)).toEqual(['a3', 'b2']);
    });
  });

  it('closing ends every wait', async () => {
    const { queue } = aQueue();
    const received = queue.receive({ max: 1, waitSeconds: 20 });
    await queue.close();
    expect(await received).toEqual([]);
  });
});

function aQueue(options: { visibilitySeconds?: number } = {}) {
  const clock = movingClock();
  return { clock, queue: new MemoryMessageQueue({ ...options, clock }) };
}
