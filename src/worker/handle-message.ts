import { metricNames } from '../runtime/metric-names';
import type { ReadBytes, ReceivedObject } from '../storage/catalogue/types';
import { MAX_RECEIVES, type ReceivedMessage } from '../storage/queue/message-queue';
import { parseUploadEvent } from '../storage/queue/upload-event';
import { withHeartbeat } from './heartbeat';
import { beatOptions, LEASE_SECONDS, postpone, type MessageContext } from './message-context';
import { readBytes, refuse, setAside } from './unwanted-upload';
import { conclude, workOnClaim } from './work-on-claim';

/** 10, 20, 40, 80 s: five receives span two and a half minutes, longer than a Multi-AZ failover. */
const FIRST_RETRY_SECONDS = 10;

/**
 * One message from receipt to its end: deleted when nothing is left to be done for the upload, hidden for a while
 * when it is to be tried again. Never throws: what could not be done is logged, and the message
 * comes back by itself.
 */
export async function handleMessage(
  message: ReceivedMessage,
  context: MessageContext,
  shutdown: AbortSignal,
): Promise<void> {
  const logger = context.logger.child({
    messageId: message.id,
    receiveCount: message.receiveCount,
  });
  try {
    const upload = parseUploadEvent(message.body);
    await takeUpload(message, upload, { ...context, logger }, shutdown);
  } catch (error) {
    logger.error({ err: error }, 'message could not be handled; it will be received again');
    context.metrics.count(metricNames.processingError);
    await retryLater(message, context).catch((cause: unknown) => {
      logger.warn({ err: cause }, 'message stays hidden until its visibility runs out');
    });
  }
}

async function takeUpload(
  message: ReceivedMessage,
  upload: ReceivedObject,
  context: MessageContext,
  shutdown: AbortSignal,
  read?: ReadBytes,
): Promise<void> {
  const { queue, stores } = context;
  const claim = await stores.catalogue.claims.claim(upload, LEASE_SECONDS, read);
  switch (claim.outcome) {
    case 'repeated':
      context.logger.info({ videoId: claim.videoId }, 'the bytes of the video arrived once more');
      await queue.delete(message);
      return;
    case 'superseded':
      await queue.delete(message);
      return;
    case 'held':
      await postpone(message, queue, claim.retryAfterSeconds);
      return;
    case 'done':
      // the worker before may have died between its last write and its event
      await conclude(message, upload, claim.videoId, claim.finish, context);
      return;
    case 'deleted':
      await refuse(upload, context);
      await queue.delete(message);
      return;
    case 'same_size': {
      const found = await readUnderHeartbeat(message, upload, context, shutdown);
      if (found) await takeUpload(message, upload, context, shutdown, found);
      return;
    }
    case 'kept': {
      const found = read ?? (await readUnderHeartbeat(message, upload, context, shutdown));
      if (!found) return;
      await setAside(upload, found.sha256, context);
      await queue.delete(message);
      return;
    }
    case 'claimed':
      await workOnClaim(message, upload, claim, context, shutdown);
  }
}

/**
 * The message is ours as long as the bytes are read, which of a large file takes a while. Null when the
 * worker was stopped meanwhile, and the message given back.
 */
async function readUnderHeartbeat(
  message: ReceivedMessage,
  upload: ReceivedObject,
  context: MessageContext,
  shutdown: AbortSignal,
): Promise<ReadBytes | null> {
  const { queue } = context;
  try {
    return await withHeartbeat(
      {
        ...beatOptions(context, shutdown),
        beat: () => queue.setVisibility(message, LEASE_SECONDS),
        isFinal: () => false,
      },
      (signal) => readBytes(upload, context, signal),
    );
  } catch (error) {
    if (!shutdown.aborted) throw error;
    await postpone(message, queue, 0);
    return null;
  }
}

async function retryLater(message: ReceivedMessage, { queue }: MessageContext): Promise<void> {
  const seconds =
    message.receiveCount >= MAX_RECEIVES
      ? 0
      : FIRST_RETRY_SECONDS * 2 ** (message.receiveCount - 1);
  await queue.setVisibility(message, seconds);
}
