import { LeaseLostError } from '../../domain/errors';
import type { Rejection } from '../../domain/rejection';
import type { VideoStatus } from '../../domain/status';
import type { TechnicalMetadata } from '../../domain/technical-metadata';
import type { Database } from './database';
import { verdictBy } from './document';
import { facetColumns, facetsOf } from './facets';
import { audited, type AuditedStatement, type Statement } from './statement';
import { mayBecome } from './statuses';
import type { Finish, Lease, ProcessingResult } from './types';

/**
 * What a worker may write while it holds the lease. Each write is one statement that finds the row by
 * id and fence, so that a worker whose video was taken over finds none. A lease that ran out and that
 * nobody took still counts: throwing away finished work would help no one. Only the update that ends an
 * upload is audited; nobody sees for long what comes before it.
 */
export class Leases {
  constructor(private readonly db: Database) {}

  /** @throws LeaseLostError when another worker took over */
  renew(lease: Lease, leaseSeconds: number): Promise<void> {
    return this.write(RENEW, lease, [leaseSeconds]);
  }

  /**
   * Records that the upload took the place of the one before, whose checksum is known.
   * @throws LeaseLostError
   */
  async recordReplacement({ videoId, fence }: Lease, sha256: string): Promise<void> {
    const recorded = await this.db.audited(REPLACED, 'worker', [videoId, fence, sha256]);
    if (recorded.length === 0) throw new LeaseLostError(videoId, fence);
  }

  /** Stores what the headers say; the video stays in `processing`. @throws LeaseLostError */
  storeMetadata(lease: Lease, metadata: TechnicalMetadata): Promise<void> {
    return this.write(STORE_METADATA, lease, metadataValues(metadata));
  }

  /** Stores the checksum of all bytes, hexadecimal; the video stays in `processing`. @throws LeaseLostError */
  storeSha256(lease: Lease, sha256: string): Promise<void> {
    return this.write(STORE_SHA256, lease, [sha256]);
  }

  /** Ends in `ready`. @throws LeaseLostError */
  complete(lease: Lease, { sha256, metadata }: ProcessingResult): Promise<Finish> {
    if (!metadata) return this.end(COMPLETE, lease, [sha256]);
    return this.end(COMPLETE_WITH_METADATA, lease, [sha256, ...metadataValues(metadata)]);
  }

  /** Ends in `rejected`; the checksum is hexadecimal. @throws LeaseLostError */
  reject(lease: Lease, rejection: Rejection, sha256: string): Promise<Finish> {
    return this.end(REJECT, lease, [JSON.stringify(rejection), sha256]);
  }

  /**
   * Ends the reading of the headers, after which the video is measured: back to `received`, with its attempts at 0,
   * so that neither is it abandoned while it waits, nor has its measuring fewer. @throws LeaseLostError
   */
  handOver(lease: Lease): Promise<void> {
    return this.write(HAND_OVER, lease, []);
  }

  /** Gives the video up after a fault: back to `received`, free to be claimed. @throws LeaseLostError */
  release(lease: Lease, error: string): Promise<void> {
    return this.write(RELEASE, lease, [error]);
  }

  /**
   * Gives the video up for good: `failed`. A checksum that is known already stays.
   * @param sha256 hexadecimal; null = the bytes could not be read to the end
   * @throws LeaseLostError
   */
  async fail(lease: Lease, error: string, sha256: string | null = null): Promise<void> {
    await this.end(FAIL, lease, [error, sha256]);
  }

  /**
   * Ids of the videos that used up `maxAttempts` and whose worker died (its lease ran out), and of
   * those that were tried and that no worker took up again for an hour: their message is in the dead-letter
   * queue. In the order of their ids, which is the same for every worker.
   */
  async findAbandoned(maxAttempts: number): Promise<string[]> {
    return (await this.db.prepared<{ id: string }>(ABANDONED, [maxAttempts])).map(({ id }) => id);
  }

  /** Sets `failed` on one of them; false when it is none any more, or somebody writes to it just now. */
  async failAbandoned(id: string, maxAttempts: number): Promise<boolean> {
    return (await this.db.audited(FAIL_ABANDONED, 'worker', [id, maxAttempts])).length > 0;
  }

  private async write(
    statement: Statement,
    { videoId, fence }: Lease,
    values: readonly unknown[],
  ): Promise<void> {
    const written = await this.db.prepared(statement, [videoId, fence, ...values]);
    if (written.length === 0) throw new LeaseLostError(videoId, fence);
  }

  private async end(
    statement: AuditedStatement,
    { videoId, fence }: Lease,
    values: readonly unknown[],
  ): Promise<Finish> {
    const [ended] = await this.db.audited<Finish>(statement, 'worker', [videoId, fence, ...values]);
    if (!ended) throw new LeaseLostError(videoId, fence);
    return ended;
  }
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
function terminalUpdate(
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

/** The upload that was processed, and its result. */
const upload = `json_build_object('key', object_key, 'versionId', version_id,
  'sequencer', sequencer, 'sha256', sha256, 'rejection', rejection, 'failure', failure) AS upload`;

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

const STORE_SHA256 = underLease('store-sha256', 'processing', [...visible, 'sha256 = $3']);

const COMPLETE = terminalUpdate('complete', 'ready', ['failure = NULL', 'sha256 = $4']);

const COMPLETE_WITH_METADATA = terminalUpdate('complete-with-metadata', 'ready', [
  'failure = NULL',
  'sha256 = $4',
  ...metadataChanges(5),
]);

const REJECT = terminalUpdate('reject', 'rejected', [
  'failure = NULL',
  'rejection = $4',
  'sha256 = $5',
]);

const HAND_OVER = underLease('hand-over', 'received', [
  ...released,
  'attempts = 0',
  'failure = NULL',
]);

const RELEASE = underLease('release', 'received', [...released, 'failure = $3']);

const FAIL = terminalUpdate('fail', 'failed', ['failure = $4', 'sha256 = coalesce(sha256, $5)']);

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
  text: `SELECT id FROM videos WHERE ${isAbandoned('$1')} ORDER BY id`,
};

/**
 * Keeps the failure that the last attempt recorded, if any did. Waits for nobody: whoever has the row locked
 * changes it, and what is abandoned after that is found at the next look.
 */
const FAIL_ABANDONED = audited({
  name: 'fail-abandoned',
  action: 'video.failed',
  change: `
    UPDATE videos SET
      status = 'failed', ${ended.join(', ')},
      failure = coalesce(failure, 'the worker stopped without a word, ' || attempts || ' times')
    WHERE id = (
      SELECT id FROM videos WHERE id = $2 AND ${isAbandoned('$3')} FOR NO KEY UPDATE SKIP LOCKED)
    RETURNING id, ${upload}`,
  after: 'upload',
});

const REPLACED = audited({
  name: 'record-replacement',
  action: 'upload.replaced',
  change: `
    UPDATE videos SET replaces = NULL
    FROM (SELECT id AS known, replaces AS former FROM videos WHERE id = $2 FOR UPDATE) AS before
    WHERE id = known AND fence = $3 AND lease_expires_at IS NOT NULL
    RETURNING id, former, json_build_object('versionId', version_id, 'sequencer', sequencer,
      'sizeBytes', size_bytes, 'sha256', $4::text) AS latter`,
  before: 'former',
  after: 'latter',
});
