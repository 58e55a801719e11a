import { startWorker, type WorkerContext } from '../../src/worker/start-worker';
import { metricNames } from '../../src/runtime/metric-names';
import { MAX_RECEIVES } from '../../src/storage/queue/message-queue';
import { MemoryMessageQueue } from '../../src/storage/queue/memory-message-queue';
import { recordingLogger } from '../support/log-lines';

const A_MINUTE_MS = 60_000;

/** A worker without work, over a catalogue that knows of these abandoned videos. */
function aWorkerBeside(abandoned: () => Promise<readonly string[]>, fails = true) {
  const { logger, lines } = recordingLogger();
  const count = jest.fn();
  const sweep = jest.fn(() => Promise.reject(new Error('no room to look')));
  const failAbandoned = jest.fn(() => Promise.resolve(fails));
  const findAbandoned = jest.fn(abandoned);
  const context = {
    queues: { uploads: new MemoryMessageQueue(), measuring: new MemoryMessageQueue() },
    stores: {
      catalogue: {
        videos: { ping: () => Promise.resolve() },
        leases: { findAbandoned, failAbandoned },
      },
    },
    qc: { scratch: { sweep } },
    logger,
    metrics: { count },
  } as unknown as WorkerContext;
  return {
    worker: startWorker(context, { concurrency: 1 }),
    lines,
    count,
    sweep,
    findAbandoned,
    failAbandoned,
  };
}

describe('beside its work a worker', () => {
  beforeEach(() => {
    // the interval alone: queue and consumer wait as they do
    jest.useFakeTimers({
      doNotFake: ['setTimeout', 'clearTimeout', 'setImmediate', 'nextTick', 'performance', 'Date'],
    });
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('says every minute of videos whose last worker died that they failed', async () => {
    const { worker, lines, count, findAbandoned, failAbandoned } = aWorkerBeside(() =>
      Promise.resolve(['a', 'b']),
    );
    expect(findAbandoned).not.toHaveBeenCalled();
    await jest.advanceTimersByTimeAsync(A_MINUTE_MS);
    expect(findAbandoned).toHaveBeenCalledWith(MAX_RECEIVES);
    expect(failAbandoned.mock.calls).toEqual([
      ['a', MAX_RECEIVES],
      ['b', MAX_RECEIVES],
    ]);
    expect(count.mock.calls).toEqual([[metricNames.videoFailed], [metricNames.videoFailed]]);
    expect(lines.filter(({ level }) => level === 'error')).toHaveLength(2);
    await worker.stop(0);
    await jest.advanceTimersByTimeAsync(2 * A_MINUTE_MS);
    expect(findAbandoned).toHaveBeenCalledTimes(1);
  });

  it('counts none that somebody else said it of', async () => {
    const { worker, count } = aWorkerBeside(() => Promise.resolve(['a']), false);
    await jest.advanceTimersByTimeAsync(A_MINUTE_MS);
    expect(count).not.toHaveBeenCalled();
    await worker.stop(0);
  });

  it('goes on when the catalogue cannot be asked, or scratch not be swept', async () => {
    const { worker, lines, sweep } = aWorkerBeside(() => Promise.reject(new Error('gone')));
    await jest.advanceTimersByTimeAsync(A_MINUTE_MS);
    expect(sweep).toHaveBeenCalledTimes(2);
    expect(new Set(lines.map(({ msg }) => msg))).toEqual(
      new Set(['scratch could not be swept', 'abandoned videos could not be looked for']),
    );
    expect(worker.active).toBe(0);
    await worker.stop(0);
  });
});
