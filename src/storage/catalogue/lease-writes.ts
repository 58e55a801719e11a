import { LeaseLostError } from '../../domain/errors';
import type { Rejection } from '../../domain/rejection';
import type { VideoStatus } from '../../domain/status';
import type { TechnicalMetadata } from '../../domain/technical-metadata';
import { audited, type AuditedStatement } from './audited';
import type { Finish, Lease, ProcessingResult } from './catalogue';
import type { Database, Statement } from './database';
import { verdictBy } from './document';
import { facetColumns, facetsOf } from './facets';
import { mayBecome } from './statuses';

/*
 * What a worker may write while it holds the lease. Each write is one statement that finds the row by
 * id and fence, so that a worker that was taken over finds none. A lease that ran out and that nobody
 * took still counts: throwing away finished work would help no one. The worker's last word on an upload is
 * audited; what comes before it is seen by nobody for long.
 */

export function renew(db: Database, lease: Lease, leaseSeconds: number): Promise<void> {
  return write(db, RENEW, lease, [leaseSeconds]);
}

export function storeMetadata(
  db: Database,
  lease: Lease,
  metadata: TechnicalMetadata,
): Promise<void> {
  return write(db, STORE_METADATA, lease, metadataValues(metadata));
}

export function complete(db: Database, lease: Lease, result: ProcessingResult): Promise<Finish> {
  const { sha256, metadata } = result;
  if (!metadata) return end(db, COMPLETE, lease, [sha256]);
  return end(db, COMPLETE_WITH_METADATA, lease, [sha256, ...metadataValues(metadata)]);
}

export function reject(db: Database, lease: Lease, rejection: Rejection): Promise<Finish> {
  return end(db, REJECT, lease, [JSON.stringify(rejection)]);
}

export function release(db: Database, lease: Lease, error: string): Promise<void> {
  return write(db, RELEASE, lease, [error]);
}

export async function fail(db: Database, lease: Lease, error: string): Promise<void> {
  await end(db, FAIL, lease, [error]);
}

export async function findAbandoned(db: Database, maxAttempts: number): Promise<string[]> {
  return (await db.prepared<{ id: string }>(ABANDONED, [maxAttempts])).map(({ id }) => id);
}

export async function failAbandoned(
  db: Database,
  id: string,
  maxAttempts: number,
): Promise<boolean> {
  return (await db.audited(FAIL_ABANDONED, 'worker', [id, maxAttempts])).length > 0;
}

async function write(
  db: Database,
  statement: Statement,
  { videoId, fence }: Lease,
  values: readonly unknown[],
): Promise<void> {
  const written = await db.prepared(statement, [videoId, fence, ...values]);
  if (written.length === 0) throw new LeaseLostError(videoId, fence);
}

async function end(
  db: Database,
  statement: AuditedStatement,
  { videoId, fence }: Lease,
  values: readonly unknown[],
): Promise<Finish> {
  const [ended] = await db.audited<Finish>(statement, 'worker', [videoId, fence, ...values]);
  if (!ended) throw new LeaseLostError(videoId, fence);
  return ended;
}

/** $1 and $2 are id and fence; values of `changes` begin at $3. */
function underLease(name: string, next: VideoStatus, changes: readonly string[]): Statement {
  return {
    name,
    text: `
      UPDATE videos SET status = '${next}', ${changes.join(', ')}
      WHERE id = $1 AND fence = $2 AND lease_expires_at IS NOT NULL AND ${mayBecome(next)}
      RETURNING id`,
  };
}

/** $2 and $3 are id and fence; values of `changes` begin at $4. */
function lastWord(
  name: string,
  next: 'ready' | 'rejected' | 'failed',
  changes: readonly string[],
): AuditedStatement {
  return audited({
    name,
    action: `video.${next}`,
    change: `
      UPDATE videos SET status = '${next}', ${[...ended, ...changes].join(', ')}
      WHERE id = $2 AND fence = $3 AND lease_expires_at IS NOT NULL AND ${mayBecome(next)}
      RETURNING id, ${upload}, status, verdict, ${verdictBy} AS "verdictBy"`,
    after: 'upload',
    returns: 'status, verdict, "verdictBy"',
  });
}

function metadataValues(metadata: TechnicalMetadata): unknown[] {
  return [JSON.stringify(metadata), ...facetsOf(metadata)];
}

/** Values begin at `$first`. */
function metadataChanges(first: number): string[] {
  return ['metadata', ...facetColumns].map((column, i) => `${column} = $${first + i}`);
}

/** Which bytes the worker speaks of, and what it says. */
const upload = `json_build_object('key', object_key, 'versionId', version_id,
  'sha256', sha256, 'rejection', rejection, 'failure', failure) AS upload`;

const visible = ['revision = revision + 1', 'updated_at = now()'];
const released = [...visible, 'lease_expires_at = NULL'];
const ended = [...released, 'processed_at = now()'];

const RENEW = underLease('renew', 'processing', [
  'lease_expires_at = now() + make_interval(secs => $3)',
]);
const STORE_METADATA = underLease('store-metadata', 'processing', [
  ...visible,
  ...metadataChanges(3),
]);
const COMPLETE = lastWord('complete', 'ready', ['failure = NULL', 'sha256 = $4']);
const COMPLETE_WITH_METADATA = lastWord('complete-with-metadata', 'ready', [
  'failure = NULL',
  'sha256 = $4',
  ...metadataChanges(5),
]);
const REJECT = lastWord('reject', 'rejected', ['failure = NULL', 'rejection = $4']);
const RELEASE = underLease('release', 'received', [...released, 'failure = $3']);
const FAIL = lastWord('fail', 'failed', ['failure = $4']);

/**
 * A message whose worker died before it claimed uses up a receive that no attempt counts: the last one
 * leaves the video as the attempt before did. Receives are five minutes apart at most; where the queue
 * is so long that they are an hour apart, the video is claimed again when its message comes.
 */
const forgottenAfter = "interval '1 hour'";

const isAbandoned = (maxAttempts: string) => `(
  (status = 'processing' AND lease_expires_at <= now() AND attempts >= ${maxAttempts})
  OR (status = 'processing' AND lease_expires_at <= now() - ${forgottenAfter})
  OR (status = 'received' AND attempts > 0 AND updated_at <= now() - ${forgottenAfter}))`;

const ABANDONED = {
  name: 'abandoned',
  text: `SELECT id FROM videos WHERE ${isAbandoned('$1')}`,
};

/** What the last attempt that could still speak said is the best explanation there is. */
const FAIL_ABANDONED = audited({
  name: 'fail-abandoned',
  action: 'video.failed',
  change: `
    UPDATE videos SET
      status = 'failed', ${ended.join(', ')},
      failure = coalesce(failure, 'the worker stopped without a word, ' || attempts || ' times')
    WHERE id = $2 AND ${isAbandoned('$3')}
    RETURNING id, ${upload}`,
  after: 'upload',
});
