import { createReadStream } from 'node:fs';
import path from 'node:path';
import { ObjectNotFoundError } from '../../src/domain/errors';
import { S3ObjectStore } from '../../src/storage/objects/s3-object-store';
import { ROOT } from '../platform/settings';
import { until } from './worker-faults';
import { Deployment } from './deployment';
import type { Emulator } from './emulator';
import type { RunningEnvironment } from './running-environment';

const CLIPS = path.join(ROOT, 'test/integ/clips');
const [FIRST, OTHER] = ['clip.mp4', 'index-missing.mp4'] as const;

/**
 * What an operator's `aws s3 cp` over the bytes of a kept and of a deleted video does, in the name of the
 * deployed roles of worker and retention job. Returns what was seen.
 * @throws unless the kept video stays as it was, the deleted one stays gone, and both are recorded
 */
export async function unwantedBytes(
  environment: RunningEnvironment,
  { record }: Emulator,
  suffix: string,
): Promise<string> {
  const deployment = new Deployment(record, suffix);
  const bucket = new S3ObjectStore(deployment.one('AWS::S3::Bucket', 'IngestBucket').name ?? '');
  const put = (name: string, clip: string) =>
    bucket.put(`incoming/${name}`, createReadStream(path.join(CLIPS, clip)));
  const ready = async (name: string) => {
    await put(name, FIRST);
    await until(`${name} is ready`, async () => (await environment.statuses())[name] === 'ready');
  };
  const recorded = (action: string, key: string) =>
    until(`'${action}' of ${key} is recorded`, async () => {
      const found = await environment.query(
        `SELECT FROM audit_log WHERE action = '${action}' AND coalesce(after, before) ->> 'key' = 'incoming/${key}'`,
      );
      return found.length > 0;
    });
  const kept = () =>
    environment.query(
      "SELECT id, version_id, sha256, status, revision FROM videos WHERE file_name = 'kept.mp4'",
    );

  await ready('kept.mp4');
  await environment.query(
    "UPDATE videos SET programme = '{}', retain_until = now() + interval '1 day' WHERE file_name = 'kept.mp4'",
  );
  const before = await kept();
  await put('kept.mp4', OTHER);
  await until('bytes for a kept video are set aside, with both checksums', async () => {
    const found = await environment.query(
      `SELECT FROM audit_log WHERE action = 'upload.set_aside' AND video_id = '${String(before[0]?.['id'])}'
         AND before ->> 'sha256' = '${String(before[0]?.['sha256'])}' AND after ->> 'sha256' <> before ->> 'sha256'`,
    );
    return found.length > 0;
  });
  const after = await kept();
  if (JSON.stringify(after) !== JSON.stringify(before)) {
    throw new Error(
      `the kept video changed from ${JSON.stringify(before)} to ${JSON.stringify(after)}`,
    );
  }
  await environment.query(
    "UPDATE videos SET programme = NULL, retain_until = NULL WHERE file_name = 'kept.mp4'",
  );

  await ready('deleted.mp4');
  await environment.query(
    `UPDATE videos SET deletion = '{"by":"client:rehearsal","reason":"rehearsed"}' WHERE file_name = 'deleted.mp4'`,
  );
  await environment.runTask('retention');
  await put('deleted.mp4', FIRST);
  await recorded('upload.refused', 'deleted.mp4');
  await environment.runTask('retention');
  await recorded('upload.removed', 'deleted.mp4');
  if ('deleted.mp4' in (await environment.statuses())) {
    throw new Error('late bytes brought a deleted video back');
  }
  await gone(bucket, 'incoming/deleted.mp4');
  return 'a kept video took no other bytes, a deleted one none';
}

async function gone(bucket: S3ObjectStore, key: string): Promise<void> {
  try {
    await bucket.head({ key, versionId: null });
  } catch (error) {
    if (error instanceof ObjectNotFoundError) return;
    throw error;
  }
  throw new Error(`late bytes were not removed: object '${key}'`);
}
