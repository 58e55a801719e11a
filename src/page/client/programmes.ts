import type { CorrectionCase, NewCase, NewProgramme, NextStep, Video } from './contract';
import { call } from './http';
import { ifShown } from './videos';

/** @throws ApiError 412 when somebody else changed the video since `video` was read */
export function putProgramme(video: Video, body: NewProgramme): Promise<Video> {
  return call(`videos/${video.id}/programme`, { method: 'PUT', body, headers: ifShown(video) });
}

/** Oldest first. */
export async function listCases(videoId: string, signal: AbortSignal): Promise<CorrectionCase[]> {
  return (await call<{ items: CorrectionCase[] }>(`videos/${videoId}/cases`, { signal })).items;
}

export function openCase(videoId: string, body: NewCase): Promise<CorrectionCase> {
  return call(`videos/${videoId}/cases`, { method: 'POST', body });
}

export function advanceCase(of: CorrectionCase, body: NextStep): Promise<CorrectionCase> {
  return call(`videos/${of.videoId}/cases/${of.id}`, { method: 'PATCH', body });
}
