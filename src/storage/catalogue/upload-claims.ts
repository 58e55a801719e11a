import type { Actor } from '../../domain/actor';
import { fileNameOfKey, titleOfFileName } from '../../domain/file-name';
import { videoIdOf } from '../../domain/object-version';
import { technicalMetadataSchema } from '../../domain/technical-metadata';
import { type Database, sqlStateOf } from './database';
import { isFree } from './deletions';
import { verdictBy } from './document';
import { facetColumns } from './facets';
import { searchColumns } from './search-columns';
import { isDone, mayBecome } from './statuses';
import { audited, LOCK_VIDEO } from './statement';
import type { Claim, Finish, NewUpload, ReadBytes, ReceivedObject } from './types';
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
   * Equal bytes are the same upload: a newer one that is as long as the bytes of the video, whose checksum
   * is known, has to be read first. Whoever did so claims again and says what was `read`. While the checksum of
   * kept bytes is still to come, a newer upload waits for it.
   *
   * One statement takes it: of any number of claimers PostgreSQL lets one through. Whoever was refused
   * then asks why, and tries again in case the reason went away meanwhile.
   */
  async claim(upload: ReceivedObject, leaseSeconds: number, read?: ReadBytes): Promise<Claim> {
    const { bucket, key, versionId, sequencer } = upload.object;
    const videoId = videoIdOf(upload.object);
    const fileName = fileNameOfKey(key);
    const title = titleOfFileName(fileName);
    const search = searchColumns({ title, reading: null, fileName });
    const sha256 = read ? (read.sha256 ?? GONE) : null;
    for (;;) {
      if (read && (await this.repeat(upload, sha256))) return { outcome: 'repeated', videoId };
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
          sha256,
        ])
        .catch(orDeleted);
      if (answer === 'deleted') return { outcome: 'deleted', videoId };
      const [won] = answer;
      if (won) {
        const { profileId, sender, replaces, isKept, sha256, endedBefore } = won;
        const { contentType, sizeBytes } = won;
        return {
          outcome: 'claimed',
          lease: { videoId, fence: Number(won.fence), attempt: won.attempts },
          profileId,
          declared: sizeBytes === null ? null : { contentType, sizeBytes: Number(sizeBytes) },
          replaces,
          metadata: technicalMetadataSchema.safeParse(won.metadata).data ?? null,
          sender,
          kept: isKept ? { sha256, endedBefore } : null,
        };
      }
      const [refusal] = await this.db.prepared<Refusal>(EXPLAIN, [
        videoId,
        sequencer,
        upload.sizeBytes,
        sha256,
      ]);
      if (refusal?.outcome === 'held')
        return { outcome: 'held', retryAfterSeconds: refusal.seconds };
      if (refusal?.outcome === 'superseded') return { outcome: 'superseded' };
      if (
        refusal?.outcome === 'kept' ||
        refusal?.outcome === 'deleted' ||
        refusal?.outcome === 'same_size'
      ) {
        return { outcome: refusal.outcome, videoId };
      }
      if (refusal?.outcome === 'done') {
        const { status, verdict, verdictBy } = refusal;
        return { outcome: 'done', videoId, finish: { status, verdict, verdictBy } };
      }
    }
  }

  /**
   * Has the video read the newer version of its very bytes; what is known of them holds for it too.
   * Returns whether that is all: an upload that was not worked on to its end is still to be claimed.
   */
  private repeat({ object, sizeBytes }: ReceivedObject, sha256: string | null): Promise<boolean> {
    const id = videoIdOf(object);
    const { versionId, sequencer } = object;
    return this.db.transaction(async (session) => {
      await session.prepared(LOCK_VIDEO, [id]);
      const values = [id, versionId, sequencer, sizeBytes, sha256];
      const [repeated] = await session.audited<Repeated>(REPEAT, 'worker', values);
      if (!repeated) return false;
      const moved = [id, repeated.former, sequencer];
      await session.prepared(MOVE_REPORTS, [...moved, versionId]);
      await session.prepared(MOVE_STILLS, moved);
      await session.prepared(MOVE_DECISIONS, moved);
      return repeated.done;
    });
  }
}

interface Repeated {
  /** Sequencer of the version before. */
  readonly former: string;
  readonly done: boolean;
}

/** In the place of the checksum of bytes that are gone: they are no others' equal. */
const GONE = 'gone';

interface Won extends Pick<NewUpload, 'contentType'> {
  readonly fence: string;
  readonly attempts: number;
  readonly profileId: string | null;
  readonly replaces: boolean;
  readonly metadata: unknown;
  readonly sender: Actor | null;
  readonly isKept: boolean;
  readonly sha256: string | null;
  readonly endedBefore: boolean;
  /** Of what was declared, as `contentType` is; null = nothing was. */
  readonly sizeBytes: string | null;
}

/** What the trigger `no_revival` says. */
const WAS_DELETED = 'ST410';

function orDeleted(error: unknown): 'deleted' {
  if (sqlStateOf(error) === WAS_DELETED) return 'deleted';
  throw error;
}

type Refusal =
  | { readonly outcome: 'held'; readonly seconds: number }
  | { readonly outcome: 'superseded' }
  | ({ readonly outcome: 'done' } & Finish)
  | { readonly outcome: 'kept' | 'deleted' | 'same_size' }
  /** The lease ran out, or the video was readied again, since the claim was refused. */
  | { readonly outcome: 'free' };

/** Sorts as `compareSequencers` does: padding with zeros and cutting them off order alike. */
const order = (sequencer: string): string => `rtrim(upper(${sequencer}), '0') COLLATE "C"`;

const newer = `(videos.sequencer IS NULL OR ${order('EXCLUDED.sequencer')} > ${order('videos.sequencer')})`;

/** A newer upload, or a message that came back from the dead-letter queue. */
const startsAgain = `(${newer} OR videos.status = 'failed')`;

/** A newer upload than the bytes that are there; the first ones replace nothing. */
const replacesBytes = `(videos.sequencer IS NOT NULL AND ${newer})`;

/** Others than those of the video, as far as is known: NULL where they were not read. */
const differs = `(videos.sha256 IS NULL OR videos.size_bytes <> EXCLUDED.size_bytes OR videos.sha256 <> $12)`;

/** Bytes that must be kept are not replaced, and none by their equal. */
const mayTake = `(${newer} AND (videos.sequencer IS NULL OR (${isFree} AND ${differs})))`;

/** Whether a worker finished this very upload; entries of older releases have no sequencer. */
const endedBefore = `EXISTS (
  SELECT FROM audit_log
  WHERE video_id = videos.id AND action IN ('video.ready', 'video.rejected', 'video.failed')
    AND coalesce(after ->> 'sequencer', videos.sequencer) = videos.sequencer)`;

const sender = `(
  SELECT actor FROM audit_log WHERE video_id = videos.id AND action = 'upload.asked'
  ORDER BY id DESC LIMIT 1)`;

const isUnheld = '(videos.lease_expires_at IS NULL OR videos.lease_expires_at <= now())';

/** What was found out about the bytes of the upload before. */
const resetOnNewUpload = [
  'sha256',
  'verdict',
  'qc_report',
  'broken_rules',
  'waiting_proposal',
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
      AND NOT ${isDone} AND ${isUnheld}))
    RETURNING fence, attempts, qc_profile AS "profileId", replaces IS NOT NULL AS replaces,
      upload_type AS "contentType", upload_bytes AS "sizeBytes", metadata, ${sender} AS sender,
      NOT ${isFree} AS "isKept", sha256, ${endedBefore} AS "endedBefore"`,
};

const REPEAT = audited({
  name: 'repeat-upload',
  action: 'upload.repeated',
  change: `
    UPDATE videos SET
      version_id = $3, sequencer = $4, revision = revision + 1, updated_at = now()
    FROM (SELECT id AS known, sequencer AS former, ${bytesOfRow} AS former_bytes
      FROM videos WHERE id = $2) AS before
    WHERE id = known AND size_bytes = $5 AND sha256 = $6 AND deletion IS NULL
      AND ${order('$4::text')} > ${order('sequencer')} AND ${isUnheld}
    RETURNING id, former, former_bytes, ${bytesOfRow} AS latter_bytes, ${isDone} AS done`,
  before: 'former_bytes',
  after: 'latter_bytes',
  returns: 'former, done',
});

const MOVE_REPORTS = {
  name: 'move-reports',
  text: `
    UPDATE qc_reports SET sequencer = $3, version_id = $4 WHERE video_id = $1 AND sequencer = $2`,
};

const MOVE_STILLS = {
  name: 'move-stills',
  text: 'UPDATE qc_stills SET sequencer = $3 WHERE video_id = $1 AND sequencer = $2',
};

const MOVE_DECISIONS = {
  name: 'move-decisions',
  text: 'UPDATE qc_decisions SET sequencer = $3 WHERE video_id = $1 AND sequencer = $2',
};

const EXPLAIN = {
  name: 'claim-refusal',
  text: `
    SELECT status, verdict, ${verdictBy} AS "verdictBy",
      CASE
        WHEN deletion IS NOT NULL AND ${order('$2')} <= ${order('sequencer')} THEN 'superseded'
        WHEN deletion IS NOT NULL THEN 'deleted'
        WHEN ${order('$2')} < ${order('sequencer')} THEN 'superseded'
        WHEN ${order('$2')} > ${order('sequencer')} AND size_bytes = $3 AND sha256 IS NOT NULL
          AND $4::text IS NULL THEN 'same_size'
        WHEN ${order('$2')} > ${order('sequencer')} AND size_bytes = $3 AND sha256 = $4
          AND lease_expires_at > now() THEN 'held'
        WHEN ${order('$2')} > ${order('sequencer')} AND size_bytes = $3 AND sha256 = $4 THEN 'free'
        WHEN ${order('$2')} > ${order('sequencer')} AND NOT ${isFree} AND sha256 IS NULL
          AND lease_expires_at > now() THEN 'held'
        WHEN ${order('$2')} > ${order('sequencer')} AND NOT ${isFree} THEN 'kept'
        WHEN ${order('$2')} > ${order('sequencer')} THEN 'free'
        WHEN ${isDone} THEN 'done'
        WHEN lease_expires_at > now() THEN 'held'
        ELSE 'free'
      END AS outcome,
      ceil(extract(epoch FROM lease_expires_at - now()))::integer AS seconds
    FROM videos WHERE id = $1`,
};
