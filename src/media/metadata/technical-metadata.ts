import type { TechnicalMetadata } from '../../domain/technical-metadata';
import type { FfprobeHeaders } from '../ffprobe-json';
import { captionsOf } from './captions';
import { toContainer, type Hints } from './container';
import { toStream } from './streams';
import { isUnknownLength, numberOf, tagOf } from './values';

/** ffprobe's words in ours. Pure; every text is NFC already. */
export function toTechnicalMetadata(
  headers: FfprobeHeaders,
  sizeBytes: number,
  hints: Hints,
): TechnicalMetadata {
  const streams = headers.streams.map(toStream);
  return {
    container: toContainer(headers.format, streams, sizeBytes, {
      ...hints,
      isUnknown: headers.streams.some((stream) => isUnknownLength(stream.duration_ts)),
    }),
    streams,
    captions: captionsOf(
      streams,
      ({ index }) => headers.streams.find((stream) => stream.index === index)?.captionLanguages,
    ),
    chapters: headers.chapters.map((chapter) => ({
      startSeconds: numberOf(chapter.start_time) ?? 0,
      endSeconds: numberOf(chapter.end_time) ?? 0,
      title: tagOf(chapter.tags, 'title'),
    })),
  };
}
