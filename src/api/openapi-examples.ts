import type * as z from 'zod';
import type { uploadSchema } from './route-schemas';
import type { OperationId } from './routes';
import type { AudioStream, Container, VideoStream } from '../domain/technical-metadata';
import type { Video } from '../domain/video';

/* Examples of the OpenAPI document; a test holds each one against its schema. */

const stream = {
  codecTag: null,
  id: null,
  startTimeSeconds: 0,
  durationSeconds: 1800,
  language: 'jpn',
  title: null,
  dispositions: ['default'],
  tags: {},
};

export const exampleContainer: Container = {
  formatName: 'mov,mp4,m4a,3gp,3g2,mj2',
  formatLongName: 'QuickTime / MOV',
  majorBrand: 'isom',
  startTimeSeconds: 0,
  durationSeconds: 1800,
  durationSource: 'container',
  bitRate: 8_108_000,
  sizeBytes: 1_824_300_112,
  timecode: '09:59:30;00',
  operationalPattern: null,
  tags: {},
};

export const examplePicture: VideoStream = {
  ...stream,
  index: 0,
  type: 'video',
  codec: 'h264',
  codecLongName: 'H.264 / AVC / MPEG-4 AVC / MPEG-4 part 10',
  profile: 'High',
  timeBase: '1/30000',
  bitRate: 7_980_000,
  frameCount: 53_946,
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
  fieldOrder: 'tt',
  frameRate: { numerator: 30_000, denominator: 1001 },
  averageFrameRate: { numerator: 30_000, denominator: 1001 },
  variableFrameRate: false,
  sampleAspectRatio: { numerator: 1, denominator: 1 },
  displayAspectRatio: { numerator: 16, denominator: 9 },
  rotationDegrees: 0,
  timecode: '09:59:30;00',
  closedCaptions: false,
  attachedPicture: false,
};

export const exampleSound: AudioStream = {
  ...stream,
  index: 1,
  type: 'audio',
  codec: 'aac',
  codecLongName: 'AAC (Advanced Audio Coding)',
  profile: 'LC',
  timeBase: '1/48000',
  bitRate: 128_000,
  frameCount: 84_375,
  sampleFormat: 'fltp',
  sampleRate: 48_000,
  channels: 2,
  channelLayout: 'stereo',
  bitsPerSample: null,
};

export const exampleVideo: Video = {
  id: '9f1b6d0c-8b6a-5c3e-9d5a-0f6f3f1f2a10',
  title: '朝のニュース 2026-04-01',
  reading: 'あさのニュース 20260401',
  fileName: '朝のニュース.mp4',
  status: 'ready',
  verdict: 'pass',
  verdictBy: 'rules',
  object: {
    bucket: 'streamtech-ingest-prod',
    key: 'incoming/0b1f6c2e-3f0e-4a57-9b39-0c8d2f4c2e11.mp4',
    versionId: '3HL4kqtJlcpXroDTDmJrmSpXd3dIbrHY',
    sequencer: '0066F2B1C4D5E6F7A8',
  },
  sizeBytes: 1_824_300_112,
  sha256: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  metadata: {
    container: exampleContainer,
    streams: [examplePicture, exampleSound],
    captions: [],
    chapters: [],
  },
  rejection: null,
  programme: null,
  failure: null,
  revision: 5,
  createdAt: '2026-04-01T00:12:03.120Z',
  updatedAt: '2026-04-01T00:14:41.008Z',
  processedAt: '2026-04-01T00:14:41.008Z',
};

export const awaitingVideo: Video = {
  ...exampleVideo,
  reading: null,
  status: 'awaiting_upload',
  verdict: null,
  verdictBy: null,
  object: null,
  sizeBytes: null,
  sha256: null,
  metadata: null,
  revision: 1,
  updatedAt: exampleVideo.createdAt,
  processedAt: null,
};

const exampleUpload: z.output<typeof uploadSchema> = {
  kind: 'single',
  expiresAt: '2026-04-01T01:12:03.120Z',
  request: {
    method: 'PUT',
    url: 'https://streamtech-ingest-prod.s3.ap-northeast-1.amazonaws.com/incoming/0b1f6c2e-3f0e-4a57-9b39-0c8d2f4c2e11.mp4?X-Amz-Expires=3600&X-Amz-Signature=9b2f0c4e7d1a',
    headers: { 'content-type': 'video/mp4', 'if-none-match': '*' },
  },
};

/** Of the answer to a request that succeeds, and of its body. */
export const examples: Partial<Record<OperationId, { request?: unknown; response?: unknown }>> = {
  createVideo: {
    request: { fileName: '朝のニュース.mp4', sizeBytes: 1_824_300_112, contentType: 'video/mp4' },
    response: { video: awaitingVideo, upload: exampleUpload },
  },
  listVideos: { response: { items: [exampleVideo], nextCursor: null } },
  listPopularVideos: { response: { items: [{ score: 41.7, video: exampleVideo }] } },
  getVideo: { response: exampleVideo },
  getPlayback: {
    response: {
      url: 'https://streamtech-ingest-prod.s3.ap-northeast-1.amazonaws.com/incoming/0b1f6c2e-3f0e-4a57-9b39-0c8d2f4c2e11.mp4?response-content-type=video%2Fmp4&X-Amz-Expires=14400&X-Amz-Signature=9b2f0c4e7d1a',
      expiresAt: '2026-04-01T04:14:41.008Z',
      contentType: 'video/mp4',
      playable: true,
    },
  },
  getPoster: {
    response: {
      seconds: 41.2,
      width: 480,
      height: 270,
      jpegBase64: '/9j/4AAQSkZJRgABAgAAAQABAAD/2Q==',
    },
  },
  getFilmstrip: {
    response: {
      ...{ pictures: 100, secondsPerPicture: 18, columns: 10, rows: 10, width: 160, height: 90 },
      jpegBase64: '/9j/4AAQSkZJRgABAgAAAQABAAD/2Q==',
    },
  },
  getWaveform: { response: { startSeconds: 0, secondsPerBin: 0.02, peaks: [0, 12, 35, 34] } },
  updateVideo: {
    request: { title: '朝のニュース 2026-04-01', reading: 'あさのニュース 20260401' },
    response: { ...exampleVideo, revision: 6 },
  },
  reprocessVideo: { response: { ...exampleVideo, status: 'received', revision: 6 } },
  getUpload: { response: exampleUpload },
  completeUpload: { response: awaitingVideo },
  getMe: {
    response: {
      actor: 'person:6f0c2a1e-7d3b-4c55-9a54-3b1f0d6f2a11',
      name: '佐藤 陽子',
      scopes: ['read', 'write', 'approve'],
    },
  },
  getHealth: { response: { status: 'ok', database: 'up', cache: 'up' } },
};
