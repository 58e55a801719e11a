import type { Logger } from '../runtime/logger';
import type { Metrics } from '../runtime/metrics';
import type { MessageQueue, ReceivedMessage } from '../storage/queue/message-queue';
import type { ProcessingContext } from './process-upload';

/* What a worker needs to handle a message, and to hold or to postpone it. */

/** One for each kind of work. */
export interface WorkQueues {
  /** Uploads whose headers are to be read. */
  readonly uploads: MessageQueue;
  /** Uploads that are to be measured, after that. */
  readonly measuring: MessageQueue;
}

export interface MessageContext extends ProcessingContext {
  readonly queues: WorkQueues;
  /** The one that the message came from, and where what waits goes back to. */
  readonly queue: MessageQueue;
  readonly logger: Logger;
  readonly metrics: Metrics;
}

/** A worker that dies is found out after this long; it is also how long a message stays hidden. */
export const LEASE_SECONDS = 60;

/** Three beats in the life of a lease: two may be missed. */
const HEARTBEAT_MS = (LEASE_SECONDS / 3) * 1000;

/** What the heartbeats of all messages have in common. */
export function beatOptions({ logger }: Pick<MessageContext, 'logger'>, signal: AbortSignal) {
  return {
    onMissedBeat: (error: unknown) => {
      logger.warn({ err: error }, 'heartbeat missed');
    },
    intervalMs: HEARTBEAT_MS,
    signal,
  };
}

/**
 * Puts the message back as a new one, so that waiting does not use up its receives (docs/adr/0011).
 * Sent before the old one is deleted: at worst there are two.
 */
export async function postpone(
  message: ReceivedMessage,
  queue: MessageQueue,
  seconds: number,
): Promise<void> {
  await queue.send(message.body, { delaySeconds: seconds, group: message.group });
  await queue.delete(message);
}
