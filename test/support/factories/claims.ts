import type { TechnicalMetadata } from '../../../src/domain/technical-metadata';
import type { Catalogue } from '../../../src/storage/catalogue/catalogue';
import {
  type PostgresCatalogue,
  postgresCatalogue,
} from '../../../src/storage/catalogue/catalogue';
import type { TestDatabase } from '../servers/databases';
import { aReceivedObject, someMetadata } from './videos';
import type { Lease, ReceivedObject } from '../../../src/storage/catalogue/types';

/** Longer than any test or benchmark. */
export const LEASE_SECONDS = 600;
export const SHA256 = 'a'.repeat(64);

/** Claims an upload that must be free. */
export async function claimed(
  catalogue: Catalogue,
  upload: ReceivedObject = aReceivedObject(),
): Promise<Lease> {
  const claim = await catalogue.claims.claim(upload, LEASE_SECONDS);
  if (claim.outcome !== 'claimed')
    throw new Error(`the upload was not claimed: '${claim.outcome}'`);
  return claim.lease;
}

/** As if so many seconds had passed since the end of the lease that a worker has. */
export async function expireLease(
  { client }: Pick<TestDatabase, 'client'>,
  id: string,
  secondsAgo = 0,
): Promise<void> {
  await client.query(
    `UPDATE videos SET lease_expires_at = now() - make_interval(secs => $2)
     WHERE id = $1 AND lease_expires_at IS NOT NULL`,
    [id, secondsAgo],
  );
}

/** Takes a video in and ends it in `ready`; returns its id. */
export async function ready(
  catalogue: Catalogue,
  upload: ReceivedObject = aReceivedObject(),
  metadata: TechnicalMetadata = someMetadata(),
): Promise<string> {
  const lease = await claimed(catalogue, upload);
  await catalogue.leases.complete(lease, { sha256: SHA256, metadata });
  return lease.videoId;
}

/** A catalogue that is closed with the work. */
export async function withCatalogue<T>(
  url: string,
  work: (catalogue: PostgresCatalogue) => Promise<T>,
): Promise<T> {
  const catalogue = postgresCatalogue({ connectionString: url });
  try {
    return await work(catalogue);
  } finally {
    await catalogue.close();
  }
}
