import { ObjectNotFoundError } from '../domain/errors';
import type { Logger } from '../runtime/logger';
import { metricNames } from '../runtime/metric-names';
import type { Metrics } from '../runtime/metrics';
import { checksum } from './checksum';
import { isOfUpload, type ProcessingStores } from './process-upload';
import type { ReadBytes, ReceivedObject } from '../storage/catalogue/types';

/* Bytes that become no video: they arrived where other bytes must stay, or where a video was deleted. */

interface UnwantedContext {
  readonly stores: Pick<ProcessingStores, 'catalogue' | 'objects'>;
  readonly logger: Logger;
  readonly metrics: Metrics;
}

/** All bytes of an upload that nobody has claimed, while no others lie in their place. */
export async function readBytes(
  upload: ReceivedObject,
  { stores: { objects: store } }: Pick<UnwantedContext, 'stores'>,
  signal: AbortSignal,
): Promise<ReadBytes> {
  const { object, sizeBytes } = upload;
  const sha256 = await orGone(checksum({ store, object, sizeBytes }, signal, () => undefined));
  if (sha256 === null || object.versionId !== null) return { sha256 };
  const now = await orGone(store.head(object));
  return { sha256: now && isOfUpload(now, upload) ? sha256 : null };
}

/**
 * Leaves the kept bytes in their place. The others stay in the bucket under their own version; the audit
 * log has the checksums of both, and an alarm goes into ALARM.
 * @param sha256 of the others, hexadecimal; null = they were gone before they could be read
 */
export async function setAside(
  upload: ReceivedObject,
  sha256: string | null,
  { stores, logger, metrics }: UnwantedContext,
): Promise<void> {
  await stores.catalogue.unwanted.recordSetAside(upload, sha256);
  metrics.count(metricNames.uploadSetAside);
  const { key, versionId } = upload.object;
  logger.error({ key, versionId, sha256 }, 'bytes arrived for a kept video; they were set aside');
}

/** Whoever may delete removes them (docs/threat-model.md); those of before the deletion are gone. */
export async function refuse(
  upload: ReceivedObject,
  { stores: { catalogue, objects }, logger }: UnwantedContext,
): Promise<void> {
  if ((await orGone(objects.head(upload.object))) === null) return;
  await catalogue.unwanted.recordRefusal(upload);
  const { key, versionId } = upload.object;
  logger.warn({ key, versionId }, 'bytes arrived for a deleted video; they are removed');
}

async function orGone<T>(asked: Promise<T>): Promise<T | null> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof ObjectNotFoundError) return null;
    throw error;
  }
}
