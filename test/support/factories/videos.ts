import { randomUUID } from 'node:crypto';
import type { CorrectionCase } from '../../../src/domain/correction-case';
import type { ObjectVersion } from '../../../src/domain/object-version';
import type { Programme } from '../../../src/domain/programme';
import type { Rejection } from '../../../src/domain/rejection';
import type {
  AudioStream,
  TechnicalMetadata,
  VideoStream,
} from '../../../src/domain/technical-metadata';
import type { Video } from '../../../src/domain/video';
import type { NewUpload, ReceivedObject, VideoQuery } from '../../../src/storage/catalogue/types';

/*
 * Valid things of the domain, whole; a test names only what it is about. Keys are unique, so that
 * no two tests meet.
 */

export function anObject(changes: Partial<ObjectVersion> = {}): ObjectVersion {
  return {
    bucket: 'streamtech-ingest-test',
    key: `incoming/${randomUUID()}/clip.mp4`,
    versionId: 'v1',
    sequencer: '0055AED6DCD90281E5',
    ...changes,
  };
}

/** An upload that arrived. What is of the object can be given directly: `{ key, sequencer }`. */
export function aReceivedObject(
  changes: Partial<ObjectVersion & Pick<ReceivedObject, 'sizeBytes'>> = {},
): ReceivedObject {
  const { sizeBytes = 12_345_678, ...object } = changes;
  return { object: anObject(object), sizeBytes };
}

/** The same key once more, uploaded later: others, by their length. */
export function aNewerUpload(of: ReceivedObject): ReceivedObject {
  const { object } = of;
  return {
    sizeBytes: of.sizeBytes + 1,
    object: { ...object, sequencer: `${object.sequencer}1`, versionId: `${object.versionId}+1` },
  };
}

/** A video that somebody asked to upload. */
export function aVideoUpload(changes: Partial<NewUpload> = {}): NewUpload {
  const { bucket, key } = anObject();
  return {
    bucket,
    key,
    fileName: 'clip.mp4',
    title: 'clip',
    contentType: 'video/mp4',
    sizeBytes: 12_345_678,
    uploadId: null,
    ...changes,
  };
}

const streamBase = {
  codecTag: null,
  id: null,
  startTimeSeconds: 0,
  durationSeconds: 10,
  frameCount: null,
  language: 'jpn',
  title: null,
  dispositions: ['default'],
};

export function aVideoStream(changes: Partial<VideoStream> = {}): VideoStream {
  return {
    ...streamBase,
    index: 0,
    type: 'video',
    codec: 'h264',
    codecLongName: 'H.264 / AVC / MPEG-4 AVC / MPEG-4 part 10',
    profile: 'High',
    timeBase: '1/30000',
    bitRate: 8_000_000,
    tags: { handler_name: 'VideoHandler' },
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
    frameRate: { numerator: 30_000, denominator: 1001 },
    averageFrameRate: { numerator: 30_000, denominator: 1001 },
    variableFrameRate: false,
    sampleAspectRatio: { numerator: 1, denominator: 1 },
    displayAspectRatio: { numerator: 16, denominator: 9 },
    rotationDegrees: 0,
    timecode: null,
    closedCaptions: false,
    attachedPicture: false,
    ...changes,
  };
}

export function anAudioStream(changes: Partial<AudioStream> = {}): AudioStream {
  return {
    ...streamBase,
    index: 1,
    type: 'audio',
    codec: 'aac',
    codecLongName: 'AAC (Advanced Audio Coding)',
    profile: 'LC',
    timeBase: '1/48000',
    bitRate: 192_000,
    tags: { handler_name: 'SoundHandler' },
    sampleFormat: 'fltp',
    sampleRate: 48_000,
    channels: 2,
    channelLayout: 'stereo',
    bitsPerSample: null,
    ...changes,
  };
}

/** An MP4 of ten seconds, 1080p H.264 and stereo AAC. */
export function someMetadata(
  changes: Partial<Omit<TechnicalMetadata, 'container'>> & {
    container?: Partial<TechnicalMetadata['container']>;
  } = {},
): TechnicalMetadata {
  return {
    streams: [aVideoStream(), anAudioStream()],
    chapters: [],
    ...changes,
    container: {
      formatName: 'mov,mp4,m4a,3gp,3g2,mj2',
      formatLongName: 'QuickTime / MOV',
      majorBrand: 'isom',
      startTimeSeconds: 0,
      durationSeconds: 10,
      durationSource: 'container',
      bitRate: 8_200_000,
      sizeBytes: 12_345_678,
      timecode: null,
      operationalPattern: null,
      tags: { encoder: 'Lavf59.27.100' },
      ...changes.container,
    },
  };
}

export function aRejection(changes: Partial<Rejection> = {}): Rejection {
  return { code: 'unreadable', detail: 'moov atom not found', ...changes };
}

/** A general programme, broadcast at nine in the evening of 1 April 2026 in Japan. */
export function aProgramme(changes: Partial<Programme> = {}): Programme {
  return {
    broadcastAt: '2026-04-01T12:00:00.000Z',
    broadcastEndsAt: null,
    class: 'general',
    councilReview: false,
    isCorrection: false,
    isAdvertisement: false,
    cmCode: null,
    ageRating: null,
    standardsProfile: null,
    afterRetention: 'keep',
    captions: { required: true, present: true, exclusion: null, disaster: false },
    ...changes,
  };
}

/** A request that is being looked into, received an hour after the broadcast of {@link aProgramme}. */
export function aCase(changes: Partial<CorrectionCase> = {}): CorrectionCase {
  return {
    id: randomUUID(),
    videoId: randomUUID(),
    origin: 'request',
    reference: 'R-2026-001',
    status: 'investigating',
    receivedAt: '2026-04-01T13:00:00.000Z',
    untrueFoundAt: null,
    correctionDueAt: null,
    endedAt: null,
    note: null,
    ...changes,
  };
}

/** So many days before now, ISO 8601. */
export function daysAgo(days: number): string {
  return new Date(Date.now() - days * 86_400_000).toISOString();
}

/** A video that is `ready`. */
export function aVideo(changes: Partial<Video> = {}): Video {
  return {
    id: randomUUID(),
    title: 'clip',
    fileName: 'clip.mp4',
    status: 'ready',
    verdict: null,
    verdictBy: changes.verdict ? 'rules' : null,
    object: anObject(),
    sizeBytes: 12_345_678,
    sha256: 'a'.repeat(64),
    metadata: someMetadata(),
    rejection: null,
    programme: null,
    failure: null,
    revision: 3,
    createdAt: '2026-04-01T00:00:00.000Z',
    updatedAt: '2026-04-01T00:00:05.000Z',
    processedAt: '2026-04-01T00:00:05.000Z',
    ...changes,
  };
}

/** All videos, newest first. */
export function aQuery(changes: Partial<VideoQuery> = {}): VideoQuery {
  return { sort: '-createdAt', limit: 50, ...changes };
}
