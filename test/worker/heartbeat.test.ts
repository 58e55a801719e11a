import { getEventListeners } from 'node:events';
import { LeaseLostError } from '../../src/domain/errors';
import { withHeartbeat } from '../../src/worker/heartbeat';
import { until } from '../support/until';

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
    await withHeartbeat({ ...calm, beat }, () => until(() => beat.mock.calls.length >= 2));
    const beats = beat.mock.calls.length;
    // a heartbeat that begins later has beaten: the first one would have, too
    const later = jest.fn(() => Promise.resolve());
    await withHeartbeat({ ...calm, beat: later }, () => until(() => later.mock.calls.length >= 2));
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
      withHeartbeat({ ...calm, beat, onMissedBeat }, async () => {
        await until(() => onMissedBeat.mock.calls.length >= 2);
        return 'done';
      }),
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
