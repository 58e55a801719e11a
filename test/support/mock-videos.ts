import { createHash } from 'node:crypto';
import type {
  AudioStream,
  Stream,
  TechnicalMetadata,
  VideoStream,
} from '../../src/domain/technical-metadata';
import { videoIdOf } from '../../src/domain/object-version';
import type { Video } from '../../src/domain/video';

/** The moment at which the mock catalogue was filled: the newest video is from then. */
export const MOCK_NOW = Date.parse('2025-11-22T07:30:00Z');
const MINUTE_MS = 60_000;
const BUCKET = 'streamtech-ingest-mock';

/** A video that is ready, unless told otherwise. Different file names are different videos. */
export function mockVideo(change: Partial<Video> = {}): Video {
  const fileName = change.fileName ?? 'clip.mp4';
  const key = `incoming/${fileName}`;
  const at = change.createdAt ?? new Date(MOCK_NOW).toISOString();
  return {
    id: videoIdOf({ bucket: BUCKET, key }),
    title: fileName.replace(/\.[^.]+$/, ''),
    fileName,
    status: 'ready',
    verdict: null,
    object: { bucket: BUCKET, key, versionId: null, sequencer: '0055AED6DCD90281E5' },
    sizeBytes: 184_726_512,
    sha256: createHash('sha256').update(fileName).digest('hex'),
    metadata: mockMetadata(),
    rejection: null,
    programme: null,
    failure: null,
    revision: 3,
    createdAt: at,
    updatedAt: at,
    processedAt: at,
    ...change,
  };
}

export function minutesAgo(minutes: number): string {
  return new Date(MOCK_NOW - minutes * MINUTE_MS).toISOString();
}

export function mockMetadata(
  container: Partial<TechnicalMetadata['container']> = {},
  streams: readonly Stream[] = [mockPicture(), mockSound()],
  chapters: TechnicalMetadata['chapters'] = [],
): TechnicalMetadata {
  return {
    container: {
      formatName: 'mov,mp4,m4a,3gp,3g2,mj2',
      formatLongName: 'QuickTime / MOV',
      majorBrand: 'isom',
      startTimeSeconds: 0,
      durationSeconds: 184.384,
      durationSource: 'container',
      bitRate: 8_014_822,
      sizeBytes: 184_726_512,
      timecode: null,
      operationalPattern: null,
      tags: { encoder: 'Lavf61.7.100', major_brand: 'isom' },
      ...container,
    },
    streams: [...streams],
    chapters,
  };
}

const common = {
  id: null,
  startTimeSeconds: 0,
  durationSeconds: 184.384,
  title: null,
  dispositions: ['default'],
  tags: {},
};

export function mockPicture(change: Partial<VideoStream> = {}): VideoStream {
  return {
    ...common,
    type: 'video',
    index: 0,
    codec: 'h264',
    codecLongName: 'H.264 / AVC / MPEG-4 AVC / MPEG-4 part 10',
    profile: 'High',
    codecTag: 'avc1',
    timeBase: '1/30000',
    bitRate: 7_820_114,
    frameCount: 5526,
    language: 'und',
    level: 41,
    width: 1920,
    height: 1080,
    pixelFormat: 'yuv420p',
    bitDepth: 8,
    chromaSubsampling: '4:2:0',
    colorRange: 'tv',
    colorSpace: 'bt709',
    colorPrimaries: 'bt709',
    colorTransfer: 'bt709',
    chromaLocation: 'left',
    hdr: 'sdr',
    masteringDisplay: null,
    contentLightLevel: null,
    dolbyVisionProfile: null,
    fieldOrder: 'progressive',
    frameRate: { numerator: 30000, denominator: 1001 },
    averageFrameRate: { numerator: 30000, denominator: 1001 },
    variableFrameRate: false,
    sampleAspectRatio: { numerator: 1, denominator: 1 },
    displayAspectRatio: { numerator: 16, denominator: 9 },
    rotationDegrees: 0,
    timecode: null,
    closedCaptions: false,
    attachedPicture: false,
    ...change,
  };
}

export function mockSound(change: Partial<AudioStream> = {}): AudioStream {
  return {
    ...common,
    type: 'audio',
    index: 1,
    codec: 'aac',
    codecLongName: 'AAC (Advanced Audio Coding)',
    profile: 'LC',
    codecTag: 'mp4a',
    timeBase: '1/48000',
    bitRate: 192_000,
    frameCount: 8643,
    language: 'jpn',
    sampleFormat: 'fltp',
    sampleRate: 48_000,
    channels: 2,
    channelLayout: 'stereo',
    bitsPerSample: null,
    ...change,
  };
}
