import { getEventListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { LeaseLostError } from '../../src/domain/errors';
import { withHeartbeat } from '../../src/worker/heartbeat';

const never = new AbortController().signal;
const calm = {
  beat: () => Promise.resolve(),
  isFinal: (error: unknown) => error instanceof LeaseLostError,
  onMissedBeat: () => undefined,
  intervalMs: 5,
  signal: never,
};

/** Work that only ends when it is told to. */
const untilAborted = (signal: AbortSignal) =>
  new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => {
      reject(new Error('aborted'));
    });
  });

describe('withHeartbeat', () => {
  test('beats while the work runs and stops with it', async () => {
    const beat = jest.fn(() => Promise.resolve());
    await withHeartbeat({ ...calm, beat }, () => sleep(40));
    const beats = beat.mock.calls.length;
    expect(beats).toBeGreaterThanOrEqual(2);
    await sleep(20);
    expect(beat).toHaveBeenCalledTimes(beats);
  });

  test('returns what the work returns', async () => {
    await expect(withHeartbeat(calm, () => Promise.resolve(42))).resolves.toBe(42);
  });

  test('leaves nothing with a signal that outlives it', async () => {
    const { signal } = new AbortController();
    await withHeartbeat({ ...calm, signal }, () => {
      expect(getEventListeners(signal, 'abort')).toHaveLength(1);
      return Promise.resolve();
    });
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });

  test('a lost lease aborts the work, and is what the caller sees', async () => {
    const beat = () => Promise.reject(new LeaseLostError('v', 3));
    await expect(withHeartbeat({ ...calm, beat }, untilAborted)).rejects.toThrow(LeaseLostError);
  });

  test('a beat that fails in passing is reported and the work goes on', async () => {
    const onMissedBeat = jest.fn();
    const beat = () => Promise.reject(new Error('connection reset'));
    await expect(
      withHeartbeat({ ...calm, beat, onMissedBeat }, () => sleep(30, 'done')),
    ).resolves.toBe('done');
    expect(onMissedBeat).toHaveBeenCalledWith(
      expect.objectContaining({ message: 'connection reset' }),
    );
  });

  test('the signal of the caller reaches the work', async () => {
    const caller = new AbortController();
    const work = withHeartbeat({ ...calm, signal: caller.signal }, untilAborted);
    caller.abort();
    await expect(work).rejects.toThrow('aborted');
  });
});
