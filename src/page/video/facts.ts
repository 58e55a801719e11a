import type {
  AudioStream,
  Qc,
  TechnicalMetadata,
  VerdictBy,
  Video,
  VideoStatus,
  VideoStream,
} from '../client/contract';

/*
 * What the page asks of a video. The first two repeat src/domain/technical-metadata.ts, because a
 * value taken from there would bring the schema library into the bundle.
 */

/** The first stream of moving pictures; undefined for an audio-only file. */
export function primaryVideo(metadata: TechnicalMetadata | null): VideoStream | undefined {
  return metadata?.streams.find(
    (stream): stream is VideoStream => stream.type === 'video' && !stream.attachedPicture,
  );
}

/** The first audio stream; undefined for a silent file. */
export function primaryAudio(metadata: TechnicalMetadata | null): AudioStream | undefined {
  return metadata?.streams.find((stream): stream is AudioStream => stream.type === 'audio');
}

const phases = {
  awaiting_upload: 'moving',
  received: 'moving',
  processing: 'moving',
  ready: 'settled',
  rejected: 'settled',
  failed: 'settled',
} as const satisfies Record<VideoStatus, 'moving' | 'settled'>;

/** Whether something is still to happen by itself. */
export function isMoving(video: Pick<Video, 'status'>): boolean {
  return phases[video.status] === 'moving';
}

/** Whether there are bytes to process, and no worker has them or is about to. */
export function canReprocess(video: Pick<Video, 'status'>): boolean {
  return phases[video.status] === 'settled';
}

/** Whose verdict a report has. */
export function verdictByOf({ override }: Pick<NonNullable<Qc['report']>, 'override'>): VerdictBy {
  return override === null ? 'rules' : 'override';
}
