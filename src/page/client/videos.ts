import type { NewVideo, Playback, Upload, Video, VideoPage } from './contract';
import { call } from './http';

export function listVideos(query: URLSearchParams, signal?: AbortSignal): Promise<VideoPage> {
  return call('videos', { query, ...(signal && { signal }) });
}

export async function popularVideos(limit: number, signal?: AbortSignal): Promise<Video[]> {
  const query = new URLSearchParams({ limit: String(limit) });
  const { items } = await call<{ items: { video: Video }[] }>('videos/popular', {
    query,
    ...(signal && { signal }),
  });
  return items.map((item) => item.video);
}

export function getVideo(id: string, signal?: AbortSignal): Promise<Video> {
  return call(`videos/${id}`, signal && { signal });
}

/** @throws ApiError 404 when nothing was uploaded yet */
export function getPlayback(id: string, signal: AbortSignal): Promise<Playback> {
  return call(`videos/${id}/playback`, { signal });
}

/** @throws ApiError 412 when somebody else changed the video since `video` was read */
export function renameVideo(video: Video, body: Pick<Video, 'title' | 'reading'>): Promise<Video> {
  return call(`videos/${video.id}`, {
    method: 'PATCH',
    body,
    headers: ifShown(video),
  });
}

/** Of a change to what is shown alone. */
export function ifShown({ revision }: Video) {
  return { 'if-match': `"${revision}"` };
}

export function deleteVideo(id: string): Promise<void> {
  return call(`videos/${id}`, { method: 'DELETE' });
}

export function reprocessVideo(id: string): Promise<Video> {
  return call(`videos/${id}/reprocess`, { method: 'POST' });
}

/** Repeated with the same key, it makes no second video. */
export function createVideo(
  video: NewVideo,
  idempotencyKey: string,
  signal: AbortSignal,
): Promise<{ video: Video; upload: Upload }> {
  const headers = { 'idempotency-key': idempotencyKey };
  return call('videos', { method: 'POST', body: video, headers, signal });
}

/** @throws ApiError 404 when no upload of this video is under way */
export function getUpload(id: string, signal: AbortSignal): Promise<Upload> {
  return call(`videos/${id}/upload`, { signal });
}

/** @throws ApiError 409 when parts are missing */
export function completeUpload(id: string, signal: AbortSignal): Promise<Video> {
  return call(`videos/${id}/upload/complete`, { method: 'POST', signal });
}
