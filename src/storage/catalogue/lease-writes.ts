import { LeaseLostError } from '../../domain/errors';
import type { Rejection } from '../../domain/rejection';
import { statesBefore, type VideoStatus } from '../../domain/status';
import type { TechnicalMetadata } from '../../domain/technical-metadata';
import type { Lease, ProcessingResult } from './catalogue';
import type { Database, Statement } from './database';
import { facetColumns, facetsOf } from './facets';

/*
 * What a worker may write while it holds the lease. Each write is one statement that finds the row by
 * id and fence, so that a worker that was taken over finds none. A lease that ran out and that nobody
 * took still counts: throwing away finished work would help no one.
 */

export async function renew(db: Database, lease: Lease, leaseSeconds: number): Promise<void> {
  await write(db, RENEW, lease, 'processing', [leaseSeconds]);
}

export async function storeMetadata(
  db: Database,
  lease: Lease,
  metadata: TechnicalMetadata,
): Promise<void> {
  await write(db, STORE_METADATA, lease, 'processing', metadataValues(metadata));
}

export async function complete(
  db: Database,
  lease: Lease,
  { sha256, metadata }: ProcessingResult,
): Promise<void> {
  if (metadata) {
    const values = [...metadataValues(metadata), sha256];
    await write(db, COMPLETE_WITH_METADATA, lease, 'ready', values);
  } else {
    await write(db, COMPLETE, lease, 'ready', [sha256]);
  }
}

export async function reject(db: Database, lease: Lease, rejection: Rejection): Promise<void> {
  await write(db, REJECT, lease, 'rejected', [JSON.stringify(rejection)]);
}

export async function release(db: Database, lease: Lease, error: string): Promise<void> {
  await write(db, RELEASE, lease, 'received', [error]);
}

export async function fail(db: Database, lease: Lease, error: string): Promise<void> {
  await write(db, FAIL, lease, 'failed', [error]);
}

export async function failAbandoned(db: Database, maxAttempts: number): Promise<string[]> {
  const rows = await db.prepared<{ id: string }>(FAIL_ABANDONED, [maxAttempts]);
  return rows.map(({ id }) => id);
}

async function write(
  db: Database,
  statement: Statement,
  lease: Lease,
  next: VideoStatus,
  values: readonly unknown[],
): Promise<void> {
  const found = await db.prepared(statement, [
    lease.videoId,
    lease.fence,
    next,
    statesBefore(next),
    ...values,
  ]);
  if (found.length === 0) throw new LeaseLostError(lease.videoId, lease.fence);
}

/** $1 to $4 are id, fence, next status and the statuses before it; `changes` begin at $5. */
function underLease(name: string, changes: readonly string[]): Statement {
  return {
    name,
    text: `
      UPDATE videos SET status = $3, ${changes.join(', ')}
      WHERE id = $1 AND fence = $2 AND lease_expires_at IS NOT NULL AND status = ANY ($4)
      RETURNING id`,
  };
}

const visible = ['revision = revision + 1', 'updated_at = now()'];
const lastWord = [...visible, 'lease_expires_at = NULL', 'processed_at = now()'];
const metadataChanges = ['metadata', ...facetColumns].map((column, i) => `${column} = $${5 + i}`);
const AFTER_METADATA = 5 + metadataChanges.length;

function metadataValues(metadata: TechnicalMetadata): unknown[] {
  return [JSON.stringify(metadata), ...facetsOf(metadata)];
}

const RENEW = underLease('renew', ['lease_expires_at = now() + make_interval(secs => $5)']);
const STORE_METADATA = underLease('store-metadata', [...visible, ...metadataChanges]);
const COMPLETE = underLease('complete', [...lastWord, 'failure = NULL', 'sha256 = $5']);
const COMPLETE_WITH_METADATA = underLease('complete-with-metadata', [
  ...lastWord,
  ...metadataChanges,
  'failure = NULL',
  `sha256 = $${AFTER_METADATA}`,
]);
const REJECT = underLease('reject', [...lastWord, 'failure = NULL', 'rejection = $5']);
const RELEASE = underLease('release', [...visible, 'lease_expires_at = NULL', 'failure = $5']);
const FAIL = underLease('fail', [...lastWord, 'failure = $5']);

const FAIL_ABANDONED: Statement = {
  name: 'fail-abandoned',
  text: `
    UPDATE videos SET
      status = 'failed', ${lastWord.join(', ')},
      failure = coalesce(failure, 'the worker stopped without a word, ' || attempts || ' times')
    WHERE status = 'processing' AND lease_expires_at <= now() AND attempts >= $1
    RETURNING id`,
};
