import type { Logger } from '../runtime/logger';
import { metricNames } from '../runtime/metric-names';
import { MAX_RECEIVES } from '../storage/queue/message-queue';
import { Consumer, type ConsumerOptions } from './consumer';
import { handleMessage } from './handle-message';
import { LEASE_SECONDS, type MessageContext } from './message-context';

export interface RunningWorker {
  /** Uploads that are being processed. */
  readonly active: number;
  /** See {@link Consumer.stop}. */
  stop(drainMs: number): Promise<void>;
}

/** A worker that died for the last time is found out within two leases. */
const REAP_INTERVAL_MS = LEASE_SECONDS * 1000;

/** Takes uploads from the queue, `concurrency` at a time, until it is stopped. */
export function startWorker(
  context: MessageContext,
  concurrency: number,
  whenStoppable: Pick<ConsumerOptions, 'onBusy' | 'rest'> = {},
): RunningWorker {
  const { queue, stores, logger } = context;
  const consumer = new Consumer({
    queue,
    handle: (message, shutdown) => handleMessage(message, context, shutdown),
    ready: () => stores.catalogue.videos.ping(),
    concurrency,
    logger,
    ...whenStoppable,
  });
  consumer.start();
  const sweep = () => {
    context.qc?.scratch.sweep().catch((error: unknown) => {
      logger.warn({ err: error }, 'scratch could not be swept');
    });
  };
  sweep();
  const reaper = setInterval(() => {
    sweep();
    void reap(context, logger);
  }, REAP_INTERVAL_MS);
  return {
    get active() {
      return consumer.active;
    },
    async stop(drainMs) {
      clearInterval(reaper);
      await consumer.stop(drainMs);
    },
  };
}

/** Says of videos whose last worker died that they failed; their messages go to the dead-letter queue. */
async function reap(
  { stores: { catalogue }, metrics }: MessageContext,
  logger: Logger,
): Promise<void> {
  try {
    for (const videoId of await catalogue.leases.findAbandoned(MAX_RECEIVES)) {
      if (!(await catalogue.leases.failAbandoned(videoId, MAX_RECEIVES))) continue;
      metrics.count(metricNames.videoFailed);
      logger.error({ videoId }, 'video failed: its worker died, every time');
    }
  } catch (error) {
    logger.warn({ err: error }, 'abandoned videos could not be looked for');
  }
}
