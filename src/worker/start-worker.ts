import type { Logger } from '../runtime/logger';
import { metricNames } from '../runtime/metric-names';
import { MAX_RECEIVES } from '../storage/queue/message-queue';
import { Consumer, type ConsumerOptions } from './consumer';
import { handleMessage } from './handle-message';
import { LEASE_SECONDS, type MessageContext, type WorkQueues } from './message-context';

export interface RunningWorker {
  /** Uploads whose headers are being read, and those that are measured. */
  readonly active: number;
  /** See {@link Consumer.stop}. */
  stop(drainMs: number): Promise<void>;
}

export type WorkerContext = Omit<MessageContext, 'queue'>;

/** Uploads that one worker measures at a time, and what is said of that to whoever may stop it. */
export interface Measuring extends Pick<ConsumerOptions, 'onBusy' | 'rest'> {
  readonly concurrency: number;
}

/** A worker that died for the last time is found out within two leases. */
const REAP_INTERVAL_MS = LEASE_SECONDS * 1000;

/**
 * Uploads whose headers one worker reads at a time: most of that it waits for S3, PostgreSQL and a parser of
 * milliseconds.
 */
const HEADER_LANES = 8;

/**
 * Takes uploads from both queues until it is stopped: their headers are read beside whatever is measured. What reads
 * headers is done within seconds, and so needs no protection and no rest: a stop waits for it.
 */
export function startWorker(context: WorkerContext, measuring: Measuring): RunningWorker {
  const { queues, stores, logger } = context;
  const consume = (queue: WorkQueues[keyof WorkQueues], options: Measuring) =>
    new Consumer({
      queue,
      handle: (message, shutdown) => handleMessage(message, { ...context, queue }, shutdown),
      ready: () => stores.catalogue.videos.ping(),
      logger,
      ...options,
    });
  const consumers = [
    consume(queues.uploads, { concurrency: HEADER_LANES }),
    consume(queues.measuring, measuring),
  ];
  for (const consumer of consumers) consumer.start();
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
      return consumers.reduce((sum, { active }) => sum + active, 0);
    },
    async stop(drainMs) {
      clearInterval(reaper);
      await Promise.all(consumers.map((consumer) => consumer.stop(drainMs)));
    },
  };
}

/** Says of videos whose last worker died that they failed; their messages go to the dead-letter queue. */
async function reap(
  { stores: { catalogue }, metrics }: WorkerContext,
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
