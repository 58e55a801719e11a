import { createHash, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import { isTerminal } from '../domain/status';
import { type Video, videoSchema } from '../domain/video';
import type { Clock } from '../runtime/clock';
import { metricNames } from '../runtime/metric-names';
import type { Metrics } from '../runtime/metrics';
import { type CanaryApi, CanaryError } from './canary-api';

export interface CanaryDependencies {
  readonly api: CanaryApi;
  /** An MP4 file that the platform takes. */
  readonly clip: Uint8Array<ArrayBuffer>;
  readonly metrics: Metrics;
  readonly clock: Clock;
}

/** From the last byte to the final status; a backlog that is longer is a failure too. */
const WITHIN_MS = 4 * 60_000;
const POLL_INTERVAL_MS = 1000;

/** In front of each file name, to find what a run that was killed has left. */
const NAME = 'streamtech-canary-';
const FILE_NAME = new RegExp(`^${NAME}[0-9a-f-]{36}\\.mp4$`);
/** No run takes so long. */
const LEFT_BEHIND_MS = 15 * 60_000;

const createdSchema = z.object({
  video: videoSchema,
  upload: z.object({
    request: z.object({ url: z.url(), headers: z.record(z.string(), z.string()) }),
  }),
});
const listSchema = z.object({ items: z.array(videoSchema) });
const playbackSchema = z.object({ url: z.url() });

/**
 * What a client does, from outside: a clip goes in, is processed, comes out with the same bytes, and is
 * deleted. No view is counted. A run that fails deletes its clip too, and one that was killed leaves it to
 * the next.
 *
 * @throws CanaryError when an answer is not as it must be
 */
export async function runCanary({ api, clip, metrics, clock }: CanaryDependencies): Promise<void> {
  await deleteLeftBehind(api, clip, clock);
  const startedAt = clock();
  const { video, upload } = createdSchema.parse(
    await api.json(201, 'POST', '/v1/videos', {
      fileName: `${NAME}${randomUUID()}.mp4`,
      sizeBytes: clip.length,
      contentType: 'video/mp4',
    }),
  );
  try {
    await api.send(upload.request, clip);
    const { status, sha256 } = await processed(api, video.id, clock);
    if (status !== 'ready' || sha256 !== createHash('sha256').update(clip).digest('hex')) {
      throw new CanaryError(`the clip became '${status}' with checksum ${sha256}`);
    }
    const { url } = playbackSchema.parse(
      await api.json(200, 'GET', `/v1/videos/${video.id}/playback`),
    );
    if (!Buffer.from(await api.bytes(url)).equals(clip)) {
      throw new CanaryError('the clip came out with other bytes');
    }
  } finally {
    await api.delete(video.id);
  }
  metrics.count(metricNames.canarySucceeded);
  metrics.duration(metricNames.canaryTime, clock() - startedAt);
}

async function processed(api: CanaryApi, id: string, clock: Clock): Promise<Video> {
  const deadline = clock() + WITHIN_MS;
  for (;;) {
    const video = videoSchema.parse(await api.json(200, 'GET', `/v1/videos/${id}`));
    if (isTerminal(video.status)) return video;
    if (clock() > deadline) {
      throw new CanaryError(`the clip was '${video.status}' after ${WITHIN_MS / 60_000} minutes`);
    }
    await sleep(POLL_INTERVAL_MS);
  }
}

/** By name, size and age, so that no video of anybody else is taken for one of these. */
async function deleteLeftBehind(api: CanaryApi, clip: Uint8Array, clock: Clock): Promise<void> {
  const { items } = listSchema.parse(await api.json(200, 'GET', `/v1/videos?q=${NAME}`));
  const left = items.filter(
    ({ fileName, sizeBytes, createdAt }) =>
      FILE_NAME.test(fileName) &&
      (sizeBytes === null || sizeBytes === clip.length) &&
      clock() - Date.parse(createdAt) > LEFT_BEHIND_MS,
  );
  for (const { id } of left) await api.delete(id);
}
