import { FileRejectedError } from '../domain/errors';
import type { RejectionCode } from '../domain/rejection';
import type { Stream, TechnicalMetadata } from '../domain/technical-metadata';
import type { DeclaredEnd } from './declared-end';
import { isDecodable } from './decodable';
import { isPlaylist } from './first-bytes';
import type { ProbeLimits } from './probe-limits';

/** @throws FileRejectedError when there is no need to read anything */
export function refuseSize(sizeBytes: number, limits: ProbeLimits): void {
  if (sizeBytes === 0) refuse('empty_file', 'the file has no bytes');
  if (sizeBytes > limits.sizeBytes) {
    refuse('too_large', `the file must have at most ${limits.sizeBytes} bytes, got ${sizeBytes}`);
  }
}

/** @throws FileRejectedError when no parser should see the file */
export function refusePlaylist(firstBytes: Buffer): void {
  if (isPlaylist(firstBytes)) {
    refuse('external_reference', 'the file is a list of other files; upload those');
  }
}

/**
 * Bytes that are announced and not there, few enough to be none of the film.
 * @param end undefined when the container does not say
 * @throws FileRejectedError when not all of the file is there
 */
export function refuseCut(end: DeclaredEnd | undefined, sizeBytes: number): number {
  const missing = Math.max(0, (end?.bytes ?? 0) - sizeBytes);
  if (end && missing > end.spareBytes) {
    refuse(
      'truncated',
      `the container announces ${end.bytes} bytes or more, the file has ${sizeBytes}; upload it again`,
    );
  }
  return missing;
}

/** @throws FileRejectedError when the file is a piece that plays only together with others */
export function refuseFragment(isFragment: boolean): void {
  if (!isFragment) return;
  const detail =
    'the file is one piece of a film that was cut for streaming; upload the whole film';
  refuse('fragment_without_film', detail);
}

/** @throws FileRejectedError when pictures or sound are encrypted */
export function refuseEncrypted(isEncrypted: boolean): void {
  if (!isEncrypted) return;
  refuse('encrypted', 'pictures or sound are encrypted; upload the film without DRM or scrambling');
}

/** @throws FileRejectedError when the headers say that this is no usable video */
export function refuseContent(metadata: TechnicalMetadata, limits: ProbeLimits): void {
  const { streams, container } = metadata;
  const isAnnounced = streams.some(
    ({ type, codec }) => (type === 'unknown' || type === 'audio') && codec !== null,
  );
  if (
    streams.some((stream) => stream.type === 'video' && !(stream.width > 0 && stream.height > 0))
  ) {
    refuse('unreadable', 'a picture must have a width and a height, got one with less than none');
  }
  if (!streams.some(isUsable) && isAnnounced) {
    refuse('truncated', 'the file announces a stream but holds no picture or sound of it');
  }
  if (!streams.some(isUsable))
    refuse('no_media_streams', 'the file has no video and no audio stream');
  refuseUndecodable(streams.filter(isUsable));
  if (streams.length > limits.streams) {
    const count = streams.length;
    refuse('too_many_streams', `there must be at most ${limits.streams} streams, got ${count}`);
  }
  for (const stream of streams) {
    if (stream.type === 'video' && stream.width * stream.height > limits.pixels) {
      const size = `${stream.width} x ${stream.height}`;
      refuse(
        'picture_too_large',
        `a picture must have at most ${limits.pixels} pixels, got ${size}`,
      );
    }
  }
  const duration = container.durationSeconds ?? 0;
  if (duration > limits.durationSeconds) {
    refuse('too_long', `the file must last at most ${limits.durationSeconds} s, got ${duration}`);
  }
}

/** One stream that can be decoded makes a file that can be judged: the others are its findings. */
function refuseUndecodable(streams: readonly Stream[]): void {
  if (streams.some(isDecodable)) return;
  const [first] = [...streams].sort((a, b) => b.type.localeCompare(a.type)); // video before audio
  const codecs = streams.map(({ codec, codecTag }) => codec ?? codecTag ?? 'none that is known');
  refuse(
    first?.type === 'video' ? 'unsupported_video_codec' : 'unsupported_audio_codec',
    `a codec must be one that the platform decodes, got ${[...new Set(codecs)].join(', ')}`,
  );
}

/** Noise has sound of no codec, nor a name for one; a programme of which nothing was sent has sound at no rate. */
function isUsable(stream: Stream): boolean {
  return stream.type === 'audio'
    ? (stream.codec !== null || FOUR_CHARACTERS.test(stream.codecTag ?? '')) &&
        stream.sampleRate !== null
    : stream.type === 'video' && !stream.attachedPicture;
}

/** A code of MP4, such as `dtsx`; those of other containers are numbers. */
const FOUR_CHARACTERS = /^[\w-]{4}$/;

function refuse(code: RejectionCode, detail: string): never {
  throw new FileRejectedError({ code, detail });
}
