import type { Actor } from '../../domain/actor';
import type { AuditAction } from '../../domain/audit';
import type { ObjectVersion } from '../../domain/object-version';
import type { Programme } from '../../domain/programme';
import type { Proposal } from '../../domain/quality/decisions';
import type { EffectiveVerdict, VerdictBy, VideoStatus } from '../../domain/status';
import type { CaptionKind, HdrKind, TechnicalMetadata } from '../../domain/technical-metadata';
import type { VideoOrder } from '../../domain/video';

/* What goes into the ports of the catalogue and comes out of them. */

export interface NewUpload {
  readonly bucket: string;
  readonly key: string;
  readonly fileName: string;
  readonly title: string;
  /** How the title is read. @default - not said */
  readonly reading?: string;
  readonly contentType: string;
  readonly sizeBytes: number;
  /** Of the upload in parts; null = the bytes come in one request. */
  readonly uploadId: string | null;
  /** QC profile that the verdict comes from. @default - that of the platform */
  readonly profileId?: string;
}

/** An upload that arrived, as its event tells it. */
export interface ReceivedObject {
  readonly object: ObjectVersion;
  readonly sizeBytes: number;
}

/** What was read of an upload before it is claimed. */
export interface ReadBytes {
  /** Hexadecimal; null = they were gone. */
  readonly sha256: string | null;
}

export interface Lease {
  readonly videoId: string;
  /** Fencing number: grows with every claim; a write under an older one is refused. */
  readonly fence: number;
  /** How many times this upload was claimed, this time included; 1-based. */
  readonly attempt: number;
}

export interface Claimed {
  readonly lease: Lease;
  /** QC profile that the verdict comes from; null = the default of the platform. */
  readonly profileId: string | null;
  /** What was declared of these bytes before they came; null = nothing was. */
  readonly declared: Pick<NewUpload, 'sizeBytes' | 'contentType'> | null;
  /** Whether they took the place of others, which no record tells of yet. */
  readonly replaces: boolean;
  /** What the headers of these bytes say; null = they were not read, or by a release that said less. */
  readonly metadata: TechnicalMetadata | null;
  /** Client that asked for the upload; null = it came to the bucket by itself. */
  readonly sender: Actor | null;
  /** What these very bytes must be, of a video that must be kept; null = it need not be. */
  readonly kept: KeptBytes | null;
}

/** What is known of bytes that must stay as they are. */
export interface KeptBytes {
  /** Hexadecimal; null = nobody has read them to the end. */
  readonly sha256: string | null;
  /** Whether these bytes were worked on to an end before: then others may lie there by now. */
  readonly endedBefore: boolean;
}

export type Claim =
  | ({ readonly outcome: 'claimed' } & Claimed)
  /** Another worker is at it; try again after its lease. */
  | { readonly outcome: 'held'; readonly retryAfterSeconds: number }
  /** A newer upload to the same key is known; this one is of no interest any more. */
  | { readonly outcome: 'superseded' }
  /** A newer upload, to a video that must be kept as it is. */
  | { readonly outcome: 'kept'; readonly videoId: string }
  /** A newer upload, as long as the bytes of the video: read it, and claim again with its checksum. */
  | { readonly outcome: 'same_size'; readonly videoId: string }
  /** A newer upload of the very bytes that the video has, which stays as it is, and reads this one now. */
  | { readonly outcome: 'repeated'; readonly videoId: string }
  /** The video was deleted, or is being deleted. */
  | { readonly outcome: 'deleted'; readonly videoId: string }
  /** This upload was processed to its end before; the delivery is a duplicate. */
  | { readonly outcome: 'done'; readonly videoId: string; readonly finish: Finish };

/** The two ends that need no further look at the upload. */
export type FinishedStatus = Extract<VideoStatus, 'ready' | 'rejected'>;

/** How an upload ended, as its video shows it. */
export interface Finish {
  readonly status: FinishedStatus;
  /** null = not judged */
  readonly verdict: EffectiveVerdict | null;
  /** null as `verdict` is */
  readonly verdictBy: VerdictBy | null;
}

export interface MeasuringProgress {
  readonly decodedSeconds: number;
  /** null = the file does not say */
  readonly totalSeconds: number | null;
}

export interface ProcessingResult {
  /** Hexadecimal. */
  readonly sha256: string;
  /** Given when measuring found more than the headers said; else what was stored stays. */
  readonly metadata?: TechnicalMetadata;
}

export interface VideoDocument {
  readonly id: string;
  readonly revision: number;
  /** A `Video` (src/domain/video.ts) as JSON text. */
  readonly json: string;
}

/** `none` = a file without captions. */
export type WantedCaptions = CaptionKind | 'none';

export interface VideoQuery {
  /** Words to find in title or file name; all of them must be there. */
  readonly search?: string;
  readonly status?: readonly VideoStatus[];
  readonly verdict?: readonly EffectiveVerdict[];
  /** An override was proposed, and nobody has approved or refused it. */
  readonly waiting?: 'approval';
  /** Ids of rules of which one at least was broken, going by the effective report. */
  readonly rule?: readonly string[];
  /** Codec of the primary video stream, or of the primary audio stream of an audio-only file. */
  readonly codec?: readonly string[];
  /** One of the names in ffprobe's format_name, such as mp4. */
  readonly container?: readonly string[];
  /** Pixels; of the primary video stream. */
  readonly minHeight?: number;
  readonly maxHeight?: number;
  readonly hdr?: readonly HdrKind[];
  readonly captions?: readonly WantedCaptions[];
  readonly minDurationSeconds?: number;
  readonly maxDurationSeconds?: number;
  /** ISO 8601; inclusive. */
  readonly createdFrom?: string;
  /** ISO 8601; exclusive. */
  readonly createdTo?: string;
  readonly sort: VideoOrder;
  readonly limit: number;
  /** `nextCursor` of the page before. */
  readonly cursor?: string;
}

/** What a video is called; what is not given stays. */
export interface NameChange {
  readonly title?: string | undefined;
  /** null = its reading is not known any more */
  readonly reading?: string | null | undefined;
}

export interface ListedVideo extends VideoDocument {
  /** Of an override that waits for its approval; null = none does. */
  readonly proposal: Proposal | null;
}

export interface VideoPage {
  readonly items: readonly ListedVideo[];
  readonly nextCursor: string | null;
}

/*
 * Programme and cases decide together until when a video must be kept. Each change locks the video's
 * row first and computes that anew: two at once can't both count without the other.
 */

export interface ProgrammeChange {
  readonly programme: Programme;
  /** Whether the video may become deletable earlier by it. */
  readonly mayShorten: boolean;
  /** Revisions of the video that the change may follow. @default - any */
  readonly ifRevisions?: readonly number[];
}

/** Where the bytes of a video are that is being deleted. */
export interface PendingDeletion {
  readonly key: string;
  /** Of an upload in parts that may still be under way. */
  readonly uploadId: string | null;
}

export interface AuditQuery {
  readonly videoId?: string;
  readonly actor?: string;
  readonly action?: AuditAction;
  /** ISO 8601; inclusive. */
  readonly from?: string;
  /** ISO 8601; exclusive. */
  readonly to?: string;
  readonly limit: number;
  /** `nextCursor` of the page before. */
  readonly cursor?: string;
}

export interface AuditPage {
  /** Each an `AuditEntry` (src/domain/audit.ts) as JSON text, oldest first. */
  readonly items: readonly string[];
  readonly nextCursor: string | null;
}

/*
 * Key and video are registered in one transaction: no key is ever there without its video, and of two
 * requests at once the later waits at the key's row for the end of the earlier.
 */

/** A request that its client may send again, as when the answer was lost. */
export interface RepeatableRequest {
  /** Chosen by the client, among whose keys alone it counts. */
  readonly key: string;
  /** Of all that is asked for; hexadecimal. */
  readonly sha256: string;
}

/*
 * Bytes that arrived for a deleted video. Who finds them may not delete (docs/threat-model.md): the
 * refusal is written down, and whoever may delete asks for the refusals that nobody has acted on.
 */

export interface LateBytes {
  readonly videoId: string;
  readonly key: string;
  /** Id of the newest refusal in the audit log; what came later is not meant. */
  readonly entry: number;
}
