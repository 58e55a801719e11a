import pg from 'pg';
import { fileNameOfKey, titleOfFileName } from '../../domain/file-name';
import { videoIdOf } from '../../domain/object-version';
import { CatalogueQueryError } from '../errors';
import type { Database } from './database';
import { isFree } from './deletions';
import { verdictBy } from './document';
import { facetColumns, searchColumns } from './facets';
import { isDone, mayBecome } from './statuses';
import type { Claim, Finish, NewUpload, ReceivedObject } from './types';
import { bytesOfRow } from './unwanted-uploads';

/** Who works on an upload. What may be written while one does is in `Leases`. */
export class UploadClaims {
  constructor(private readonly db: Database) {}

  /**
   * Takes the lease on one upload for `leaseSeconds`. The row is made when the upload is the first
   * that anybody hears of this video. Counts an attempt when it is claimed. A `failed` video can be
   * claimed again, with its attempts at 1: its message was replayed. A video that is being deleted or
   * was takes no upload, and one that must be kept no other than it has.
   *
   * One statement takes it: of any number of claimers PostgreSQL lets one through. Whoever was refused
   * then asks why, and tries again in case the reason went away meanwhile.
   */
  async claim(upload: ReceivedObject, leaseSeconds: number): Promise<Claim> {
    const { bucket, key, versionId, sequencer } = upload.object;
    const videoId = videoIdOf(upload.object);
    const fileName = fileNameOfKey(key);
    const title = titleOfFileName(fileName);
    const search = searchColumns(title, fileName);
    for (;;) {
      const answer = await this.db
        .prepared<Won>(TAKE, [
          videoId,
          bucket,
          key,
          versionId,
          sequencer,
          upload.sizeBytes,
          leaseSeconds,
          title,
          fileName,
          search.text,
          search.grams,
        ])
        .catch(orDeleted);
      if (answer === 'deleted') return { outcome: 'deleted', videoId };
      const [won] = answer;
      if (won) {
        const { profileId, replaces, keptSha256, contentType, sizeBytes } = won;
        return {
          outcome: 'claimed',
          lease: { videoId, fence: Number(won.fence), attempt: won.attempts },
          profileId,
          declared: sizeBytes === null ? null : { contentType, sizeBytes: Number(sizeBytes) },
          replaces,
          keptSha256,
        };
      }
      const [refusal] = await this.db.prepared<Refusal>(EXPLAIN, [videoId, sequencer]);
      if (refusal?.outcome === 'held')
        return { outcome: 'held', retryAfterSeconds: refusal.seconds };
      if (refusal?.outcome === 'superseded') return { outcome: 'superseded' };
      if (refusal?.outcome === 'kept' || refusal?.outcome === 'deleted') {
        return { outcome: refusal.outcome, videoId };
      }
      if (refusal?.outcome === 'done') {
        const { status, verdict, verdictBy } = refusal;
        return { outcome: 'done', videoId, finish: { status, verdict, verdictBy } };
      }
    }
  }
}

interface Won extends Pick<NewUpload, 'contentType'> {
  readonly fence: string;
  readonly attempts: number;
  readonly profileId: string | null;
  readonly replaces: boolean;
  readonly keptSha256: string | null;
  /** Of what was declared, as `contentType` is; null = nothing was. */
  readonly sizeBytes: string | null;
}

/** What the trigger `no_revival` says. */
const WAS_DELETED = 'ST410';

function orDeleted(error: unknown): 'deleted' {
  const cause = error instanceof CatalogueQueryError ? error.cause : undefined;
  if (cause instanceof pg.DatabaseError && cause.code === WAS_DELETED) return 'deleted';
  throw error;
}

type Refusal =
  | { readonly outcome: 'held'; readonly seconds: number }
  | { readonly outcome: 'superseded' }
  | ({ readonly outcome: 'done' } & Finish)
  | { readonly outcome: 'kept' | 'deleted' }
  /** The lease ran out, or the video was readied again, since the claim was refused. */
  | { readonly outcome: 'free' };

/** Sorts as `compareSequencers` does: padding with zeros and cutting them off order alike. */
const order = (sequencer: string): string => `rtrim(upper(${sequencer}), '0') COLLATE "C"`;

const newer = `(videos.sequencer IS NULL OR ${order('EXCLUDED.sequencer')} > ${order('videos.sequencer')})`;

/** A newer upload, or a message that came back from the dead-letter queue. */
const startsAgain = `(${newer} OR videos.status = 'failed')`;

/** A newer upload than the bytes that are there; the first ones replace nothing. */
const replacesBytes = `(videos.sequencer IS NOT NULL AND ${newer})`;

/** Bytes that must be kept are not replaced. */
const mayTake = `(${newer} AND (videos.sequencer IS NULL OR ${isFree}))`;

/** What was found out about the bytes of the upload before. */
const resetOnNewUpload = [
  'sha256',
  'verdict',
  'qc_report',
  'broken_rules',
  'metadata',
  ...facetColumns,
];

/*
 * The fence comes from a sequence, not from the row: a deleted video that is uploaded again must not
 * repeat the numbers that a worker of its former life still holds.
 */
const TAKE = {
  name: 'claim',
  text: `
    INSERT INTO videos (
      id, bucket, object_key, version_id, sequencer, size_bytes,
      status, fence, lease_expires_at, attempts,
      title, file_name, search_text, search_grams)
    VALUES (
      $1, $2, $3, $4, $5, $6,
      'processing', nextval('video_fences'), now() + make_interval(secs => $7), 1,
      $8, $9, $10, $11)
    ON CONFLICT (id) DO UPDATE SET
      version_id = EXCLUDED.version_id,
      sequencer = EXCLUDED.sequencer,
      size_bytes = EXCLUDED.size_bytes,
      status = EXCLUDED.status,
      fence = nextval('video_fences'),
      lease_expires_at = EXCLUDED.lease_expires_at,
      attempts = CASE WHEN ${startsAgain} THEN 1 ELSE videos.attempts + 1 END,
      failure = CASE WHEN ${startsAgain} THEN NULL ELSE videos.failure END,
      ${resetOnNewUpload.map((column) => `${column} = CASE WHEN ${newer} THEN NULL ELSE videos.${column} END`).join(',\n')},
      rejection = NULL,
      processed_at = NULL,
      ${['upload_type', 'upload_bytes'].map((column) => `${column} = CASE WHEN ${replacesBytes} THEN NULL ELSE videos.${column} END`).join(',\n')},
      replaces = CASE WHEN ${replacesBytes} AND (videos.replaces IS NULL OR videos.sha256 IS NOT NULL)
        THEN ${bytesOfRow} ELSE videos.replaces END,
      revision = videos.revision + 1,
      updated_at = now()
    WHERE ${mayBecome('processing')} AND videos.deletion IS NULL AND (${mayTake} OR (
      ${order('EXCLUDED.sequencer')} = ${order('videos.sequencer')}
      AND NOT ${isDone}
      AND (videos.lease_expires_at IS NULL OR videos.lease_expires_at <= now())))
    RETURNING fence, attempts, qc_profile AS "profileId", replaces IS NOT NULL AS replaces,
      upload_type AS "contentType", upload_bytes AS "sizeBytes",
      CASE WHEN NOT ${isFree} THEN sha256 END AS "keptSha256"`,
};

const EXPLAIN = {
  name: 'claim-refusal',
  text: `
    SELECT status, verdict, ${verdictBy} AS "verdictBy",
      CASE
        WHEN deletion IS NOT NULL AND ${order('$2')} <= ${order('sequencer')} THEN 'superseded'
        WHEN deletion IS NOT NULL THEN 'deleted'
        WHEN ${order('$2')} < ${order('sequencer')} THEN 'superseded'
        WHEN ${order('$2')} > ${order('sequencer')} AND NOT ${isFree} THEN 'kept'
        WHEN ${order('$2')} > ${order('sequencer')} THEN 'free'
        WHEN ${isDone} THEN 'done'
        WHEN lease_expires_at > now() THEN 'held'
        ELSE 'free'
      END AS outcome,
      ceil(extract(epoch FROM lease_expires_at - now()))::integer AS seconds
    FROM videos WHERE id = $1`,
};
