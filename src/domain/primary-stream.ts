import type { AudioStream, Stream, TechnicalMetadata, VideoStream } from './technical-metadata';

/*
 * Which streams are the film, as players choose them. No schema library is imported: the page takes
 * these functions too.
 */

/** null = the headers were not read yet */
type Streams = Pick<TechnicalMetadata, 'streams'> | null;

/**
 * Of the streams of moving pictures the default one, then the one with the most pixels, then the longest,
 * then the first; undefined for an audio-only file. A cover or a single picture counts only where there is
 * nothing else.
 */
export function primaryVideo(metadata: Streams): VideoStream | undefined {
  const pictures = (metadata?.streams ?? []).filter(
    (stream): stream is VideoStream => stream.type === 'video' && !stream.attachedPicture,
  );
  const moving = pictures.filter(({ frameCount }) => frameCount !== 1);
  return first(moving.length > 0 ? moving : pictures, [
    isDefault,
    ({ width, height }) => width * height,
    ({ durationSeconds }) => durationSeconds ?? 0,
  ]);
}

/** Of the audio streams the default one, else the first; undefined for a silent file. */
export function primaryAudio(metadata: Streams): AudioStream | undefined {
  const sounds = (metadata?.streams ?? []).filter(
    (stream): stream is AudioStream => stream.type === 'audio',
  );
  return first(sounds, [isDefault]);
}

function isDefault({ dispositions }: Stream): number {
  return dispositions.includes('default') ? 1 : 0;
}

/** The one that is greatest by the first measure that distinguishes them; of equals the first. */
function first<S>(
  streams: readonly S[],
  measures: readonly ((stream: S) => number)[],
): S | undefined {
  return [...streams].sort((a, b) => {
    for (const measure of measures) {
      const difference = measure(b) - measure(a);
      if (difference !== 0) return difference;
    }
    return 0;
  })[0];
}
