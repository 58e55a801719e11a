import type { Actor } from '../../domain/audit';
import type { CaseOpening, CaseStep, CorrectionCase } from '../../domain/correction-case';
import type { ObjectVersion } from '../../domain/object-version';
import type { QcProposal, QcStill } from '../../domain/qc';
import type { Profile } from '../../domain/quality/profile';
import type { QualityReport } from '../../domain/quality/report';
import type { Rejection } from '../../domain/rejection';
import type { Verdict, VerdictBy, VideoStatus } from '../../domain/status';
import type { HdrKind, TechnicalMetadata } from '../../domain/technical-metadata';
import type { VideoSort } from '../../domain/video';
import type { AuditPage, AuditQuery } from './audit';
import type { Condemned } from './deletions';
import type { RepeatableRequest } from './idempotency';
import type { LateBytes } from './late-bytes';
import type { ProgrammeChange } from './programmes';

/**
 * The truth about every video. Reads return finished JSON text, because that is what is cached and
 * what goes on the wire; nothing in between needs it parsed. What clients may change is recorded with who
 * does it; a worker's last word on an upload, too, under its own name.
 */
export interface Catalogue {
  /** Registers a video whose bytes are still to come; a known id keeps its row. */
  registerUpload(upload: NewUpload, actor: Actor): Promise<VideoDocument>;

  /**
   * The same, unless something was asked for under the key of `request` by the same actor within a day:
   * then null, and nothing is registered.
   */
  registerRequested(
    upload: NewUpload,
    actor: Actor,
    request: RepeatableRequest,
  ): Promise<VideoDocument | null>;

  /**
   * The video that was registered so within a day; null = none was.
   * @throws IdempotencyKeyReusedError when something else was asked for under this key
   * @throws UploadEndedError when the video was deleted, or is being deleted
   */
  findRequested(request: RepeatableRequest, actor: Actor): Promise<VideoDocument | null>;

  /** Removes the keys that are older than a day. */
  forgetRequests(): Promise<void>;

  /** What was registered, while the bytes are still to come; null otherwise. */
  findUpload(id: string): Promise<NewUpload | null>;

  /** Records that the parts of an upload were joined, which happens in the bucket. */
  recordUploadCompleted(id: string, actor: Actor): Promise<void>;

  /**
   * Takes the lease on one upload for `leaseSeconds`. The row is made when the upload is the first
   * that anybody hears of this video. Counts an attempt when it is claimed. A `failed` video can be
   * claimed again, with its attempts at 1: its message was replayed. A video that is being deleted or
   * was takes no upload, and one that must be kept no other than it has.
   */
  claim(upload: ReceivedObject, leaseSeconds: number): Promise<Claim>;

  /** @throws LeaseLostError when another worker took over */
  renew(lease: Lease, leaseSeconds: number): Promise<void>;

  /**
   * Records that the upload took the place of the one before, whose checksum is known.
   * @throws LeaseLostError
   */
  recordReplacement(lease: Lease, sha256: string): Promise<void>;

  /**
   * Records that bytes arrived for a video that must be kept, with both checksums; `sha256` is null when
   * they were gone before they could be read. May be repeated, which records nothing more.
   */
  recordSetAside(upload: ReceivedObject, sha256: string | null): Promise<void>;

  /** Records that bytes arrived for a deleted video: from now on they are {@link lateBytes}. */
  recordRefusal(upload: ReceivedObject): Promise<void>;

  /** What arrived for deleted videos and was not removed yet. */
  lateBytes(limit: number): Promise<LateBytes[]>;

  /** Records that it was, by whoever removed every version of the key. */
  recordRemoval(late: LateBytes, actor: Actor): Promise<void>;

  /** Stores what the headers say; the video stays in `processing`. @throws LeaseLostError */
  storeMetadata(lease: Lease, metadata: TechnicalMetadata): Promise<void>;

  /** Says how far the measuring is, and asks whether to go on. @throws LeaseLostError */
  reportMeasuring(lease: Lease, progress: MeasuringProgress): Promise<'go_on' | 'cancelled'>;

  /** Stores what QC found of the upload, and its verdict as that of the video. @throws LeaseLostError */
  storeQualityReport(
    lease: Lease,
    report: QualityReport,
    stills: readonly QcStill[],
  ): Promise<void>;

  /** Ends in `ready`. @throws LeaseLostError */
  complete(lease: Lease, result: ProcessingResult): Promise<Finish>;

  /** Ends in `rejected`. @throws LeaseLostError */
  reject(lease: Lease, rejection: Rejection): Promise<Finish>;

  /** Gives the video up after a fault: back to `received`, free to be claimed. @throws LeaseLostError */
  release(lease: Lease, error: string): Promise<void>;

  /** Gives the video up for good: `failed`. @throws LeaseLostError */
  fail(lease: Lease, error: string): Promise<void>;

  /**
   * Ids of the videos that used up `maxAttempts` and whose worker died without a word (its lease ran
   * out), and of those that were tried and that no worker came back to for an hour: their message is in
   * the dead letters.
   */
  findAbandoned(maxAttempts: number): Promise<string[]>;

  /** Sets `failed` on one of them; false when it is none any more. */
  failAbandoned(id: string, maxAttempts: number): Promise<boolean>;

  /**
   * Readies a video for another run over its newest upload: `received`, attempts at 0.
   * @throws VideoNotFoundError
   * @throws VideoStateError when nothing was uploaded yet, or a worker holds it
   */
  requeue(id: string, actor: Actor): Promise<ReceivedObject>;

  /**
   * A `Qc` (src/domain/qc.ts) as JSON text, with the newest report under that profile, else the deciding one.
   * @throws VideoNotFoundError
   */
  findQc(id: string, profileId?: string): Promise<string>;

  /** Of the newest upload, in order of time; empty when nothing was found. */
  findStills(id: string): Promise<QcStill[]>;

  /**
   * Judges the newest upload by another profile, from what was measured before. The report stands beside the
   * others, or decides on the video from now on.
   * @throws VideoNotFoundError
   * @throws VideoStateError when nothing was measured, or a worker is at it
   */
  judgeAgain(
    id: string,
    profile: Profile,
    place: 'beside' | 'deciding',
    actor: Actor,
  ): Promise<void>;

  /** Ends the measuring under way, within seconds. @throws VideoNotFoundError, VideoStateError */
  cancelMeasuring(id: string, actor: Actor): Promise<void>;

  /** Proposes another verdict for the deciding report. @throws VideoNotFoundError, VideoStateError */
  proposeOverride(id: string, wanted: WantedOverride, actor: Actor): Promise<void>;

  /**
   * Makes the proposal of that time the verdict.
   * @throws VideoNotFoundError
   * @throws VideoStateError when that is not the proposal that waits
   * @throws SecondPersonNeededError when the same client proposed it
   */
  approveOverride(id: string, proposedAt: string, actor: Actor): Promise<void>;

  find(id: string): Promise<VideoDocument | null>;
  /** The documents of the ids that exist, in the order of `ids`. */
  findMany(ids: readonly string[]): Promise<VideoDocument[]>;
  /** @throws InvalidCursorError */
  list(query: VideoQuery): Promise<VideoPage>;

  /**
   * Leaves a video alone that has this title already.
   * @throws VideoNotFoundError
   * @throws RevisionConflictError when `ifRevisions` are given and the newest is none of them
   */
  rename(
    id: string,
    title: string,
    actor: Actor,
    ifRevisions?: readonly number[],
  ): Promise<VideoDocument>;

  /**
   * Sets what the video is as a broadcast, and with it until when it must be kept.
   * @throws VideoNotFoundError
   * @throws VideoStateError when it is being deleted
   * @throws RevisionConflictError
   * @throws RetentionShortenedError when it could then go earlier, and that was not allowed
   */
  storeProgramme(id: string, actor: Actor, change: ProgrammeChange): Promise<VideoDocument>;

  /** Oldest first. @throws VideoNotFoundError */
  casesOf(videoId: string): Promise<CorrectionCase[]>;

  /** @throws VideoNotFoundError, VideoStateError, ProgrammeNotFoundError, CaseRefusedError */
  openCase(
    videoId: string,
    caseId: string,
    opening: CaseOpening,
    actor: Actor,
  ): Promise<CorrectionCase>;

  /** @throws VideoNotFoundError, VideoStateError, CaseNotFoundError, CaseRefusedError */
  advanceCase(
    videoId: string,
    caseId: string,
    step: CaseStep,
    actor: Actor,
  ): Promise<CorrectionCase>;

  /** Ids of the cases whose correction is due within so many seconds, or overdue. */
  correctionsDueWithin(seconds: number): Promise<string[]>;

  /**
   * The first half of a deletion: from now on the video goes, whoever ends it; returns where its bytes
   * are. May be repeated, which changes nothing.
   * @throws VideoNotFoundError
   * @throws VideoRetainedError when it must be kept
   */
  beginDeletion(id: string, actor: Actor, reason: string): Promise<Condemned>;

  /** The second half, once the bytes are gone: removes the row; false when somebody else did. */
  endDeletion(id: string, actor: Actor): Promise<boolean>;

  /** Whether somebody deleted the video: then it takes no upload any more. */
  wasDeleted(id: string): Promise<boolean>;

  /**
   * Removes a video whose bytes went before they could be read. Nobody asked for that: what arrives
   * for it later makes it anew.
   * @throws LeaseLostError also when it is being deleted
   * @throws VideoRetainedError when it must be kept
   */
  forget(lease: Lease, reason: string): Promise<void>;

  /**
   * Ids of the videos that are to go by their record once they need not be kept, and of those whose
   * deletion was begun and not ended.
   */
  dueForDeletion(limit: number): Promise<string[]>;

  /** @throws InvalidCursorError */
  listAudit(query: AuditQuery): Promise<AuditPage>;

  /** @throws when the database cannot be reached within its time limit */
  ping(): Promise<void>;
  close(): Promise<void>;
}

export interface NewUpload {
  readonly bucket: string;
  readonly key: string;
  readonly fileName: string;
  readonly title: string;
  readonly contentType: string;
  readonly sizeBytes: number;
  /** Of the upload in parts; null = the bytes come in one request. */
  readonly uploadId: string | null;
}

/** An upload that arrived, as its event tells it. */
export interface ReceivedObject {
  readonly object: ObjectVersion;
  readonly sizeBytes: number;
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
  /** QC profile that decides on this video; null = the default of the platform. */
  readonly profileId: string | null;
  /** What was declared of these bytes before they came; null = nothing was. */
  readonly declared: Pick<NewUpload, 'sizeBytes' | 'contentType'> | null;
  /** Whether they took the place of others, which no record tells of yet. */
  readonly replaces: boolean;
  /** What these very bytes were when they were read before, of a video that must be kept; hexadecimal. */
  readonly keptSha256: string | null;
}

export type Claim =
  | ({ readonly outcome: 'claimed' } & Claimed)
  /** Another worker is at it; try again after its lease. */
  | { readonly outcome: 'held'; readonly retryAfterSeconds: number }
  /** A newer upload to the same key is known; this one is of no interest any more. */
  | { readonly outcome: 'superseded' }
  /** A newer upload, to a video that must be kept as it is. */
  | { readonly outcome: 'kept'; readonly videoId: string }
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
  readonly verdict: Verdict | null;
  /** null as `verdict` is */
  readonly verdictBy: VerdictBy | null;
}

export interface MeasuringProgress {
  readonly decodedSeconds: number;
  /** null = the file does not say */
  readonly totalSeconds: number | null;
}

export type WantedOverride = Pick<QcProposal, 'verdict' | 'reason'>;

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

export interface VideoQuery {
  /** Words to find in title or file name; all of them must be there. */
  readonly search?: string;
  readonly status?: readonly VideoStatus[];
  readonly verdict?: readonly Verdict[];
  /** Ids of rules of which one at least was broken, going by the deciding report. */
  readonly rule?: readonly string[];
  /** Codec of the primary video stream, or of the primary audio stream of an audio-only file. */
  readonly codec?: readonly string[];
  /** One of the names in ffprobe's format_name, such as mp4. */
  readonly container?: readonly string[];
  /** Pixels; of the primary video stream. */
  readonly minHeight?: number;
  readonly maxHeight?: number;
  readonly hdr?: readonly HdrKind[];
  readonly minDurationSeconds?: number;
  readonly maxDurationSeconds?: number;
  /** ISO 8601; inclusive. */
  readonly createdFrom?: string;
  /** ISO 8601; exclusive. */
  readonly createdTo?: string;
  readonly sort: VideoSort;
  readonly limit: number;
  /** `nextCursor` of the page before. */
  readonly cursor?: string;
}

export interface VideoPage {
  readonly items: readonly VideoDocument[];
  readonly nextCursor: string | null;
}
