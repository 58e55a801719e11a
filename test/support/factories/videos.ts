import { randomUUID } from 'node:crypto';
import {
  exampleContainer,
  examplePicture,
  exampleSound,
  exampleVideo,
} from '../../../src/api/openapi-examples';
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
import type { SortedQuery } from '../../../src/storage/catalogue/list-statements';
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

const tenSeconds = { durationSeconds: 10, frameCount: null };

export function aVideoStream(changes: Partial<VideoStream> = {}): VideoStream {
  const own = { bitRate: 8_000_000, fieldOrder: 'progressive', timecode: null } as const;
  return { ...examplePicture, ...tenSeconds, ...own, ...changes };
}

export function anAudioStream(changes: Partial<AudioStream> = {}): AudioStream {
  return { ...exampleSound, ...tenSeconds, bitRate: 192_000, ...changes };
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
      ...exampleContainer,
      durationSeconds: 10,
      bitRate: 8_200_000,
      sizeBytes: 12_345_678,
      timecode: null,
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
    broadcastAtGiven: null,
    broadcastEndsAt: null,
    broadcastEndsAtGiven: null,
    class: 'general',
    councilReview: false,
    isCorrection: false,
    isAdvertisement: false,
    cmCode: null,
    programmeCode: null,
    materialCode: null,
    cmSeconds: null,
    credit: null,
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

/** A video that is ready, unless told otherwise. */
export function aVideo(changes: Partial<Video> = {}): Video {
  const verdictBy = changes.verdict === null ? null : exampleVideo.verdictBy;
  return { ...exampleVideo, reading: null, id: randomUUID(), verdictBy, ...changes };
}

/** All videos, newest first. */
export function aQuery(changes?: Partial<SortedQuery>): SortedQuery;
export function aQuery(changes?: Partial<VideoQuery>): VideoQuery;
export function aQuery(changes: Partial<VideoQuery> = {}): VideoQuery {
  return { sort: '-createdAt', limit: 50, ...changes };
}
