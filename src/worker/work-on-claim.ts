import {
  KeptBytesChangedError,
  LeaseLostError,
  ObjectChangedError,
  ObjectNotFoundError,
} from '../domain/errors';
import { VideoRetainedError } from '../domain/retention';
import { metricNames } from '../runtime/metric-names';
import type { Claimed, Finish, Lease, ReceivedObject } from '../storage/catalogue/types';
import { MAX_RECEIVES, type ReceivedMessage } from '../storage/queue/message-queue';
import { uploadEvent } from '../storage/queue/upload-event';
import { withHeartbeat } from './heartbeat';
import { beatOptions, LEASE_SECONDS, postpone, type MessageContext } from './message-context';
import { measuringGroup } from './measuring-group';
import {
  type Described,
  describeUpload,
  measureUpload,
  type ProcessingStores,
} from './process-upload';
import { ScratchFullError } from './scratch';
import { readBytes, setAside } from './unwanted-upload';

/** Others' files are measured for about as long; a full scratch is not asked about more often. */
const SCRATCH_RETRY_SECONDS = 60;

/**
 * Reads the headers of an upload that this worker has claimed, or measures it, under its lease, and ends the message.
 * @throws the fault, when the message is to be received again
 */
export async function workOnClaim(
  message: ReceivedMessage,
  upload: ReceivedObject,
  claimed: Claimed,
  context: MessageContext,
  shutdown: AbortSignal,
): Promise<void> {
  const { queue, stores, metrics } = context;
  const { lease } = claimed;
  const logger = context.logger.child({ videoId: lease.videoId, fence: lease.fence });
  const process = queue === context.queues.measuring ? measureUpload : describeUpload;
  const startedAt = performance.now();
  let lastRead: string | null = null;
  let outcome: Described | Finish;
  try {
    outcome = await withHeartbeat(
      {
        ...beatOptions({ logger }, shutdown),
        beat: async () => {
          await stores.catalogue.leases.renew(lease, LEASE_SECONDS);
          await queue.setVisibility(message, LEASE_SECONDS);
        },
        isFinal: (error) => error instanceof LeaseLostError,
      },
      (signal) =>
        process(upload, claimed, context, signal).catch(async (error: unknown) => {
          if (message.receiveCount >= MAX_RECEIVES)
            lastRead = await readAfterFault(error, upload, context, signal);
          throw error;
        }),
    );
  } catch (error) {
    if (error instanceof LeaseLostError) {
      // whoever took over has this upload, or a newer one; its message, too, is not ours any more
      logger.warn('lease lost; another worker took over');
      return;
    }
    if (shutdown.aborted) {
      await stores.catalogue.leases.release(lease, 'the worker was stopped');
      await postpone(message, queue, 0);
      return;
    }
    if (error instanceof ScratchFullError) {
      // the fault is none of this video's, and may last: it must not use up the receives
      logger.error({ err: error }, 'no room to measure; the video waits');
      metrics.count(metricNames.processingError);
      await stores.catalogue.leases.release(lease, error.message);
      await postpone(message, queue, SCRATCH_RETRY_SECONDS);
      return;
    }
    if (error instanceof KeptBytesChangedError) {
      // no retry brings them back; what is known of the kept ones stays as it is
      await setAside(uploadOf(upload, error.found), error.found.sha256, { ...context, logger });
      await fail(lease, error.message, context);
      await queue.delete(message);
      return;
    }
    if (error instanceof ObjectNotFoundError && !(await stillThere(upload, stores))) {
      logger.warn('the object was deleted before it was read');
      await forget(lease, context);
      await queue.delete(message);
      return;
    }
    if (error instanceof ObjectChangedError && error.found.sequencer !== null) {
      // no other event may ever tell of what lies there, as when only its permissions changed
      await context.queues.uploads.send(uploadEvent(uploadOf(upload, error.found)));
    }
    await giveUp(message, lease, error, lastRead, context);
    throw error;
  }
  if ('metadata' in outcome) {
    await handOver(message, upload, claimed, outcome, { ...context, logger });
    return;
  }
  metrics.duration(metricNames.processingTime, performance.now() - startedAt);
  await conclude(message, upload, lease.videoId, outcome, { ...context, logger });
}

/**
 * The headers are stored and told of, and nobody holds the video: have it measured, then delete the message. Who dies
 * before that leaves a message that does all of it again, and at worst there are two to be measured, of which the
 * second one finds the video held or done.
 */
async function handOver(
  message: ReceivedMessage,
  upload: ReceivedObject,
  claimed: Claimed,
  { metadata }: Described,
  { queue, queues, logger }: MessageContext,
): Promise<void> {
  const group = measuringGroup(upload, claimed, metadata);
  await queues.measuring.send(uploadEvent(upload), { group });
  await queue.delete(message);
  logger.info({ key: upload.object.key, sizeBytes: upload.sizeBytes }, 'headers read');
}

/** What was found in the place of an upload, as an upload of its own. */
function uploadOf(
  { object }: ReceivedObject,
  { sequencer, sizeBytes }: ObjectChangedError['found'],
): ReceivedObject {
  return { object: { ...object, sequencer: sequencer ?? object.sequencer }, sizeBytes };
}

const metricOf = { ready: metricNames.videoReady, rejected: metricNames.videoRejected } as const;
const metricOfVerdict = {
  pass: metricNames.verdictPass,
  warn: metricNames.verdictWarn,
  review: metricNames.verdictReview,
  fail: metricNames.verdictFail,
  // it was measured again, and is as much on hold as before
  hold: null,
} as const;

/** The final status was stored: publish it, then delete the message. In this order nothing is lost. */
export async function conclude(
  message: ReceivedMessage,
  upload: ReceivedObject,
  videoId: string,
  finish: Finish,
  context: MessageContext,
): Promise<void> {
  const { bucket, key, versionId } = upload.object;
  const { status, verdict } = finish;
  const event = { videoId, ...finish, bucket, key, versionId };
  await context.stores.events.publish('VideoProcessed', event);
  await context.queue.delete(message);
  context.metrics.count(metricOf[status]);
  const counted = verdict && metricOfVerdict[verdict];
  if (counted) context.metrics.count(counted);
  context.logger.info(
    { videoId, status, verdict, key, sizeBytes: upload.sizeBytes },
    'video processed',
  );
}

/** A video whose bytes are gone goes too, but for one that must be kept: of that its record stays. */
async function forget(lease: Lease, context: MessageContext): Promise<void> {
  try {
    await context.stores.catalogue.deletions.forget(lease, OBJECT_GONE);
  } catch (error) {
    // then it goes, or stays, by what somebody else does with it
    if (error instanceof LeaseLostError) return;
    if (!(error instanceof VideoRetainedError)) throw error;
    await fail(lease, `${OBJECT_GONE}, though ${error.message}`, context);
  }
}

const OBJECT_GONE = 'the object was deleted before it was read';

async function giveUp(
  message: ReceivedMessage,
  lease: Lease,
  error: unknown,
  sha256: string | null,
  context: MessageContext,
): Promise<void> {
  const reason = error instanceof Error ? error.message : String(error);
  if (message.receiveCount >= MAX_RECEIVES) await fail(lease, reason, context, sha256);
  else await context.stores.catalogue.leases.release(lease, reason);
}

/**
 * The checksum of an upload that fails for good, so that it is known of all bytes that can be read; null
 * of those that can't, and when another worker may be processing them.
 */
async function readAfterFault(
  error: unknown,
  upload: ReceivedObject,
  context: MessageContext,
  signal: AbortSignal,
): Promise<string | null> {
  if (signal.aborted || error instanceof ObjectNotFoundError) return null;
  if (error instanceof KeptBytesChangedError || error instanceof LeaseLostError) return null;
  if (error instanceof ObjectChangedError) return null;
  try {
    return (await readBytes(upload, context, signal)).sha256;
  } catch {
    return null;
  }
}

/** No retry follows. */
async function fail(
  lease: Lease,
  reason: string,
  { stores, metrics }: MessageContext,
  sha256: string | null = null,
): Promise<void> {
  await stores.catalogue.leases.fail(lease, reason, sha256);
  metrics.count(metricNames.videoFailed);
}

/** Whether the key holds anything at all: a newer version brings its own message. */
async function stillThere(
  { object }: ReceivedObject,
  { objects }: ProcessingStores,
): Promise<boolean> {
  try {
    await objects.head({ key: object.key, versionId: null });
    return true;
  } catch (error) {
    if (error instanceof ObjectNotFoundError) return false;
    throw error;
  }
}
