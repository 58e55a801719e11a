import type { Filmstrip, Poster, Video, Waveform } from './contract';
import { call } from './http';

/*
 * What there is to look at of the upload that the video is of; null = none. The address names the upload, so
 * that the browser keeps the answer.
 */

export function getPoster(video: Video, signal: AbortSignal): Promise<Poster | null> {
  return preview(video, 'poster', signal);
}

export function getFilmstrip(video: Video, signal: AbortSignal): Promise<Filmstrip | null> {
  return preview(video, 'filmstrip', signal);
}

export function getWaveform(video: Video, signal: AbortSignal): Promise<Waveform | null> {
  return preview(video, 'waveform', signal);
}

async function preview<T>({ id, object }: Video, kind: string, signal: AbortSignal) {
  const query = new URLSearchParams({ upload: object?.sequencer ?? '' });
  // none is an answer without a body
  return (await call<T | ''>(`videos/${id}/${kind}`, { query, signal, cache: 'default' })) || null;
}

/** The policy of the page allows pictures that it has already. */
export function pictureUrl({ jpegBase64 }: Pick<Poster, 'jpegBase64'>): string {
  return `data:image/jpeg;base64,${jpegBase64}`;
}
