import { fileNameOfKey, titleOfFileName } from '../../domain/file-name';
import { videoIdOf } from '../../domain/object-version';
import type { Claim, Finish, ReceivedObject } from './catalogue';
import type { Database } from './database';
import { facetColumns } from './facets';
import { searchColumns } from './search';
import { isDone, mayBecome } from './statuses';

/**
 * Takes the lease in one statement: of any number of claimers PostgreSQL lets one through. Whoever
 * was refused then asks why, and tries again in case the reason went away meanwhile.
 */
export async function claim(
  database: Database,
  upload: ReceivedObject,
  leaseSeconds: number,
): Promise<Claim> {
  const { bucket, key, versionId, sequencer } = upload.object;
  const videoId = videoIdOf(upload.object);
  const fileName = fileNameOfKey(key);
  const title = titleOfFileName(fileName);
  const search = searchColumns(title, fileName);
  for (;;) {
    const [won] = await database.prepared<Won>(TAKE, [
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
    ]);
    if (won) {
      return {
        outcome: 'claimed',
        lease: { videoId, fence: Number(won.fence), attempt: won.attempts },
        profileId: won.profileId,
      };
    }
    const [refusal] = await database.prepared<Refusal>(EXPLAIN, [videoId, sequencer]);
    if (refusal?.outcome === 'held') return { outcome: 'held', retryAfterSeconds: refusal.seconds };
    if (refusal?.outcome === 'superseded') return { outcome: 'superseded' };
    if (refusal?.outcome === 'done') {
      const { status, verdict } = refusal;
      return { outcome: 'done', videoId, finish: { status, verdict } };
    }
  }
}

interface Won {
  readonly fence: string;
  readonly attempts: number;
  readonly profileId: string | null;
}

type Refusal =
  | { readonly outcome: 'held'; readonly seconds: number }
  | { readonly outcome: 'superseded' }
  | ({ readonly outcome: 'done' } & Finish)
  /** The lease ran out, or the video was readied again, since the claim was refused. */
  | { readonly outcome: 'free' };

/** Sorts as `compareSequencers` does: padding with zeros and cutting them off order alike. */
const order = (sequencer: string): string => `rtrim(upper(${sequencer}), '0') COLLATE "C"`;

const newer = `(videos.sequencer IS NULL OR ${order('EXCLUDED.sequencer')} > ${order('videos.sequencer')})`;

/** A newer upload, or a message that came back from the dead-letter queue. */
const afresh = `(${newer} OR videos.status = 'failed')`;

/** What was found out about the bytes of the upload before. */
const perUpload = ['sha256', 'verdict', 'qc_report', 'broken_rules', 'metadata', ...facetColumns];

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
      attempts = CASE WHEN ${afresh} THEN 1 ELSE videos.attempts + 1 END,
      failure = CASE WHEN ${afresh} THEN NULL ELSE videos.failure END,
      ${perUpload.map((column) => `${column} = CASE WHEN ${newer} THEN NULL ELSE videos.${column} END`).join(',\n')},
      rejection = NULL,
      processed_at = NULL,
      revision = videos.revision + 1,
      updated_at = now()
    WHERE ${mayBecome('processing')} AND (${newer} OR (
      ${order('EXCLUDED.sequencer')} = ${order('videos.sequencer')}
      AND NOT ${isDone}
      AND (videos.lease_expires_at IS NULL OR videos.lease_expires_at <= now())))
    RETURNING fence, attempts, qc_profile AS "profileId"`,
};

const EXPLAIN = {
  name: 'claim-refusal',
  text: `
    SELECT status, verdict,
      CASE
        WHEN ${order('$2')} < ${order('sequencer')} THEN 'superseded'
        WHEN ${order('$2')} > ${order('sequencer')} THEN 'free'
        WHEN ${isDone} THEN 'done'
        WHEN lease_expires_at > now() THEN 'held'
        ELSE 'free'
      END AS outcome,
      ceil(extract(epoch FROM lease_expires_at - now()))::integer AS seconds
    FROM videos WHERE id = $1`,
};
