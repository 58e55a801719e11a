import { operationalPatternName } from '../operational-pattern';
import { primaryAudio, primaryVideo } from '../primary-stream';
import type { AudioStream, Rational, VideoStream } from '../technical-metadata';
import { type Facts, known, type Measure, type Reading, rounded } from './reading';

/** What the headers declare. Names are those of the technical metadata. */
export const headerMeasures = {
  'container.format': {
    kind: 'text',
    unit: null,
    read: ({ metadata }) => ({ value: metadata.container.formatName }),
  },
  'container.operationalPattern': {
    kind: 'text',
    unit: null,
    read: ({ metadata }) =>
      known(operationalPatternName(metadata.container.operationalPattern), 'not_declared'),
  },
  'container.timecode': {
    kind: 'text',
    unit: null,
    read: ({ metadata }) => known(metadata.container.timecode, 'not_declared'),
  },
  'container.timecodeDropsFrames': {
    kind: 'flag',
    unit: null,
    read: ({ metadata: { container } }) =>
      known(container.timecode?.includes(';') ?? null, 'not_declared'),
  },
  'container.missingBytes': {
    kind: 'number',
    unit: 'bytes',
    read: ({ metadata }) => ({ value: metadata.container.missingBytes ?? 0 }),
  },
  'container.durationSeconds': {
    kind: 'number',
    unit: 's',
    read: ({ metadata }) => known(metadata.container.durationSeconds, 'not_declared'),
  },
  'video.codec': ofVideo('text', null, (video) => video.codec),
  'video.profile': ofVideo('text', null, (video) => video.profile),
  'video.size': ofVideo('text', null, ({ width, height }) => `${width}x${height}`),
  'video.displayAspect': ofVideo('number', null, (video) =>
    rounded(ratioOf(video.displayAspectRatio), 2),
  ),
  'video.frameRate': ofVideo('number', '1/s', (video) => rounded(ratioOf(rateOf(video)), 3)),
  'video.fieldOrder': ofVideo('text', null, (video) => video.fieldOrder),
  'video.bitDepth': ofVideo('number', 'bit', (video) => video.bitDepth),
  'video.chromaSubsampling': ofVideo('text', null, (video) => video.chromaSubsampling),
  'video.colorRange': ofVideo('text', null, (video) => video.colorRange),
  'video.colorPrimaries': ofVideo('text', null, (video) => video.colorPrimaries),
  'video.colorTransfer': ofVideo('text', null, (video) => video.colorTransfer),
  'video.colorSpace': ofVideo('text', null, (video) => video.colorSpace),
  'video.hdr': ofVideo('text', null, (video) => video.hdr),
  'video.bitRate': ofVideo('number', 'bit/s', (video) => video.bitRate),
  'audio.codec': ofAudio('text', null, (audio) => audio.codec),
  'audio.sampleRate': ofAudio('number', 'Hz', (audio) => audio.sampleRate),
  'audio.bitsPerSample': ofAudio('number', 'bit', (audio) => audio.bitsPerSample),
  'audio.channels': {
    kind: 'number',
    unit: null,
    // all tracks together: MXF has a track for each channel
    read: ({ metadata }) => ({
      value: metadata.streams
        .filter((stream) => stream.type === 'audio')
        .reduce((sum, { channels }) => sum + (channels ?? 0), 0),
    }),
  },
} satisfies Record<string, Measure>;

type Value = number | string | null;

function ofVideo(
  kind: Measure['kind'],
  unit: string | null,
  read: (video: VideoStream) => Value,
): Measure {
  const ofFacts = ({ metadata }: Facts): Reading => {
    const video = primaryVideo(metadata);
    return video ? known(read(video), 'not_declared') : { unknown: 'no_picture' };
  };
  return { kind, unit, read: ofFacts };
}

function ofAudio(
  kind: Measure['kind'],
  unit: string | null,
  read: (audio: AudioStream) => Value,
): Measure {
  const ofFacts = ({ metadata }: Facts): Reading => {
    const audio = primaryAudio(metadata);
    return audio ? known(read(audio), 'not_declared') : { unknown: 'no_sound' };
  };
  return { kind, unit, read: ofFacts };
}

/** Frames, where the lowest common rate of an interlaced stream may be that of fields. */
function rateOf(video: VideoStream): Rational | null {
  return video.averageFrameRate ?? video.frameRate;
}

function ratioOf(ratio: Rational | null): number | null {
  return ratio && ratio.numerator / ratio.denominator;
}
