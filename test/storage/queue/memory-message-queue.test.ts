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
    await queue.send('later', 60);
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
