import { InvalidArgumentError } from '@commander-js/extra-typings';
import Table from 'cli-table3';
import type { Video } from '../src/domain/video';
import { createS3Client } from '../src/storage/objects/s3-object-store';
import { CERTIFICATES_PREFIX } from '../src/storage/certificates';
import { PREVIEWS_PREFIX } from '../src/storage/previews';
import { type AskApi, apiUrlOption, connectApi } from './platform/api';
import { readSettings } from './platform/settings';
import { bucketOfUploads, folderOfUploads, type UploadBucket } from './reconcile/buckets';
import { type Differences, differences } from './reconcile/differences';
import { counted } from './terminal/amounts';
import { command, wholeNumber } from './terminal/command';
import { run } from './terminal/main';

/* `npm run reconcile`: after a restore, where the catalogue and the bucket are of different times. */

/** What lies beside uploads, in a folder for each video. */
const beside = [
  {
    prefix: PREVIEWS_PREFIX,
    what: 'pictures',
    option: 'deletePictures',
    remedy: '--delete-pictures',
  },
  {
    prefix: CERTIFICATES_PREFIX,
    what: 'certificates',
    option: 'deleteCertificates',
    remedy: '--delete-certificates',
  },
] as const;

const WITHOUT_BYTES = 'its bytes are gone since a restore';

const program = command(
  'npm run reconcile --',
  'Compares the catalogue with the uploads that are there, and says what would be done: videos whose bytes are gone are deleted, bytes that no video has arrive once more. Of this machine, while npm start runs; with --url and --bucket of an environment in AWS, by credentials that may list and write the bucket.',
  { 1: 'failed, or videos could not be deleted; they are named' },
)
  .addOption(apiUrlOption())
  .option('--bucket <name>', 'bucket of the uploads; without it, the folder of this machine')
  .option('--since <time>', 'the moment that was restored: versions stored since are new', instant)
  .option('--delete-pictures', 'delete the pictures that no video has')
  .option('--delete-certificates', 'delete the certificates that no video has')
  .option('--send', 'have the bytes that no video has arrive once more')
  .option(
    '--delete <number>',
    'delete the videos whose bytes are gone; as many as were said',
    wholeNumber(1),
  )
  .action(async ({ url, bucket: name, since, send, delete: toDelete, ...options }) => {
    if ((url === undefined) !== (name === undefined)) {
      program.error("'--url' and '--bucket' must be given together, got one of them");
    }
    const ask = await connectApi(url);
    const bucket =
      name === undefined
        ? folderOfUploads(readSettings().dataDirectory)
        : bucketOfUploads(name, createS3Client());
    // asked before the catalogue: a video that comes meanwhile is in that
    const lying = await Promise.all(
      beside.map(async (each) => ({ ...each, ids: await bucket.listBeside(each.prefix) })),
    );
    const videos = await allVideos(ask);
    ensureSame(videos, bucket);
    const found = differences(videos, await bucket.list(), since ?? null);
    const known = new Set(videos.map(({ id }) => id));
    const left = lying.map(({ ids, ...each }) => ({
      ...each,
      ids: ids.filter((id) => !known.has(id)),
    }));
    show(found, left);
    if (toDelete !== undefined && toDelete !== found.withoutBytes.length) {
      throw new Error(
        `'--delete' must be the number of videos without bytes, ${found.withoutBytes.length}, got ${toDelete}; nothing was done`,
      );
    }
    for (const { prefix, what, option, ids } of left) {
      if (!options[option]) continue;
      for (const id of ids) await bucket.deleteBeside(prefix, id);
      console.log(`${what} of ${counted(ids.length, 'video')} deleted`);
    }
    if (send) {
      for (const key of found.unknown) await bucket.send(key);
      console.log(`${counted(found.unknown.length, 'upload')} sent once more`);
    }
    if (toDelete !== undefined) await remove(ask, found.withoutBytes);
  });

run(() => program.parseAsync());

function instant(text: string): Date {
  const date = new Date(text);
  if (Number.isNaN(date.getTime())) {
    throw new InvalidArgumentError('It must be a time such as 2026-04-01T03:00:00Z.');
  }
  return date;
}

async function allVideos(ask: AskApi): Promise<Video[]> {
  const videos: Video[] = [];
  let cursor: string | null = null;
  do {
    const query = new URLSearchParams({
      sort: 'createdAt',
      limit: '200',
      ...(cursor && { cursor }),
    });
    const page: Page = await ask<Page>('GET', `v1/videos?${query.toString()}`);
    videos.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return videos;
}

interface Page {
  readonly items: readonly Video[];
  readonly nextCursor: string | null;
}

/** In another bucket all bytes would seem to be gone. */
function ensureSame(videos: readonly Video[], { name }: UploadBucket): void {
  const other = videos.find(({ object }) => object !== null && object.bucket !== name);
  if (!other) return;
  throw new Error(
    `'--bucket' must be that of the catalogue, '${other.object?.bucket ?? ''}', got '${name}'`,
  );
}

function show(
  { withoutBytes, unknown }: Differences,
  left: readonly ((typeof beside)[number] & { readonly ids: readonly string[] })[],
): void {
  const table = new Table({
    head: ['key', 'what', 'remedy'],
    style: { head: [], border: [], compact: true },
  });
  for (const { id, object } of withoutBytes) {
    table.push([object?.key ?? '', `video ${id} without bytes`, '--delete']);
  }
  for (const key of unknown) table.push([key, 'bytes that no video has', '--send']);
  for (const { prefix, what, remedy, ids } of left) {
    for (const id of ids) table.push([`${prefix}${id}/`, `${what} that no video has`, remedy]);
  }
  if (table.length > 0) console.log(table.toString());
  console.log(
    `${counted(withoutBytes.length, 'video')} without bytes, ${counted(unknown.length, 'upload')} that no video has`,
  );
}

/** One that must be kept stays, and is named: its record is all that is left of it. */
async function remove(ask: AskApi, videos: readonly Video[]): Promise<void> {
  const reason = new URLSearchParams({ reason: WITHOUT_BYTES }).toString();
  let refused = 0;
  for (const { id } of videos) {
    try {
      await ask('DELETE', `v1/videos/${id}?${reason}`);
    } catch (error) {
      refused += 1;
      console.error(`${id}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  console.log(`${counted(videos.length - refused, 'video')} deleted`);
  if (refused > 0) throw new Error(`${counted(refused, 'video')} could not be deleted`);
}
