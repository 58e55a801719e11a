/* eslint-disable @typescript-eslint/require-await -- async turns what a method throws into a rejection, as in a real store */
import {
  advanceCase,
  type CaseOpening,
  type CaseStep,
  type CorrectionCase,
  openCase,
} from '../../../src/domain/correction-case';
import {
  CaseNotFoundError,
  IdempotencyKeyReusedError,
  InvalidCursorError,
  ProgrammeNotFoundError,
  RevisionConflictError,
  UploadEndedError,
  VideoNotFoundError,
  VideoStateError,
} from '../../../src/domain/errors';
import {
  isShorter,
  keptUntil,
  retentionOf,
  RetentionShortenedError,
  VideoRetainedError,
} from '../../../src/domain/retention';
import { videoIdOf } from '../../../src/domain/object-version';
import type { Actor } from '../../../src/domain/audit';
import type { QcStill } from '../../../src/domain/qc';
import type { Profile } from '../../../src/domain/quality/profile';
import type { Video } from '../../../src/domain/video';
import type { ApiDependencies } from '../../../src/api/dependencies';
import type {
  NewUpload,
  VideoDocument,
  VideoQuery,
  WantedOverride,
} from '../../../src/storage/catalogue/catalogue';
import type { RepeatableRequest } from '../../../src/storage/catalogue/idempotency';
import type { ProgrammeChange } from '../../../src/storage/catalogue/programmes';
import { asListed } from './as-listed';
import { QcFake } from './qc-fake';
import { awaitingVideo } from '../../../src/api/openapi-examples';

const DAY_MS = 24 * 3600 * 1000;

/** What the API asks of a catalogue, over a Map. */
export class CatalogueFake {
  readonly videos = new Map<string, Video>();
  readonly uploads = new Map<string, NewUpload>();
  readonly qc = new QcFake((id, verdict, verdictBy) => this.change(id, { verdict, verdictBy }));
  readonly cases = new Map<string, CorrectionCase[]>();
  /** Ids of videos that a worker holds. */
  readonly held = new Set<string>();
  /** Ids of videos whose deletion was begun. */
  readonly deleting = new Set<string>();
  /** What was asked for under a key, by client and key. */
  readonly requests = new Map<string, { sha256: string; id: string; atMs: number }>();
  /** Set to have every call fail. */
  fault: Error | undefined;

  put(video: Video): Video {
    this.videos.set(video.id, video);
    return video;
  }

  /** As when the worker hears of the bytes. */
  arrive(id: string): void {
    const upload = this.uploads.get(id);
    this.uploads.delete(id);
    if (!upload) return;
    const { sizeBytes } = upload;
    this.change(id, { status: 'received', object: objectOf(upload), sizeBytes });
  }

  /** As when a worker, or another client, writes. */
  change(id: string, change: Partial<Video>): Video {
    const video = this.get(id);
    return this.put({ ...video, ...change, revision: video.revision + 1 });
  }

  async registerUpload(upload: NewUpload): Promise<VideoDocument> {
    const id = videoIdOf(upload);
    this.uploads.set(id, upload);
    const { title, fileName } = upload;
    const createdAt = new Date().toISOString();
    return this.document(this.put({ ...awaitingVideo, id, title, fileName, createdAt }));
  }

  async registerRequested(
    upload: NewUpload,
    actor: Actor,
    { key, sha256 }: RepeatableRequest,
  ): Promise<VideoDocument | null> {
    this.check();
    if (this.requested(actor, key)) return null;
    const id = videoIdOf(upload);
    this.requests.set(`${actor} ${key}`, { sha256, id, atMs: Date.now() });
    return this.registerUpload(upload);
  }

  async findRequested(
    { key, sha256 }: RepeatableRequest,
    actor: Actor,
  ): Promise<VideoDocument | null> {
    this.check();
    const known = this.requested(actor, key);
    if (!known) return null;
    if (known.sha256 !== sha256) throw new IdempotencyKeyReusedError();
    const video = this.videos.get(known.id);
    if (!video || this.deleting.has(known.id)) throw new UploadEndedError(known.id);
    return this.document(video);
  }

  /** As if every key had been sent so many hours earlier. */
  ageKeys(hours: number): void {
    for (const request of this.requests.values()) request.atMs -= hours * 3600 * 1000;
  }

  async findUpload(id: string): Promise<NewUpload | null> {
    this.check();
    return this.uploads.get(id) ?? null;
  }

  async recordUploadCompleted(): Promise<void> {
    this.check();
  }

  async requeue(id: string) {
    const { object, sizeBytes } = this.get(id);
    if (object === null) throw new VideoStateError('nothing was uploaded yet');
    if (this.held.has(id)) throw new VideoStateError('a worker holds this video');
    this.change(id, { status: 'received', rejection: null, failure: null });
    return { object, sizeBytes: sizeBytes ?? 0 };
  }

  async find(id: string): Promise<VideoDocument | null> {
    this.check();
    const video = this.videos.get(id);
    return video ? this.document(video) : null;
  }

  async findMany(ids: readonly string[]): Promise<VideoDocument[]> {
    return ids.flatMap((id) => this.videos.get(id) ?? []).map((video) => this.document(video));
  }

  async list(query: VideoQuery) {
    this.check();
    const { limit, cursor } = query;
    const start = Number(cursor ?? 0);
    if (!Number.isInteger(start)) throw new InvalidCursorError();
    const all = asListed([...this.videos.values()], query);
    return {
      items: all.slice(start, start + limit).map((video) => this.document(video)),
      nextCursor: start + limit < all.length ? String(start + limit) : null,
    };
  }

  async findQc(id: string, profileId?: string): Promise<string> {
    this.get(id);
    return JSON.stringify(this.qc.find(id, profileId));
  }

  async findStills(id: string): Promise<QcStill[]> {
    return this.qc.stills(id);
  }

  async judgeAgain(id: string, profile: Profile, place: 'beside' | 'deciding'): Promise<void> {
    this.qc.judgeAgain(id, profile, place);
  }

  async cancelMeasuring(id: string): Promise<void> {
    this.qc.cancel(id);
  }

  async proposeOverride(id: string, wanted: WantedOverride, actor: Actor): Promise<void> {
    this.qc.propose(id, wanted, actor);
  }

  async approveOverride(id: string, proposedAt: string, actor: Actor): Promise<void> {
    this.qc.approve(id, proposedAt, actor);
  }

  async rename(
    id: string,
    title: string,
    _actor: Actor,
    ifRevisions?: readonly number[],
  ): Promise<VideoDocument> {
    const video = this.compare(id, ifRevisions);
    return this.document(title === video.title ? video : this.change(id, { title }));
  }

  async storeProgramme(
    id: string,
    _actor: Actor,
    { programme, mayShorten, ifRevisions }: ProgrammeChange,
  ): Promise<VideoDocument> {
    const before = this.compare(id, ifRevisions).programme;
    const after = { ...programme, ...retentionOf(programme, await this.casesOf(id)) };
    if (before && !mayShorten && isShorter(before, after)) {
      throw new RetentionShortenedError(before);
    }
    return this.document(this.change(id, { programme: after }));
  }

  async casesOf(id: string): Promise<CorrectionCase[]> {
    this.get(id);
    return this.cases.get(id) ?? [];
  }

  async openCase(videoId: string, id: string, opening: CaseOpening): Promise<CorrectionCase> {
    const { programme } = this.get(videoId);
    if (!programme) throw new ProgrammeNotFoundError(videoId);
    const { broadcastAt } = programme;
    const opened = openCase(opening, { id, videoId, broadcastAt }, new Date().toISOString());
    return this.putCase(opened);
  }

  async advanceCase(videoId: string, id: string, step: CaseStep): Promise<CorrectionCase> {
    const before = (await this.casesOf(videoId)).find((each) => each.id === id);
    if (!before) throw new CaseNotFoundError(id);
    return this.putCase(advanceCase(before, step, new Date().toISOString()));
  }

  async beginDeletion(id: string) {
    const { object, programme } = this.get(id);
    if (programme && (keptUntil(programme) ?? '') > new Date().toISOString()) {
      throw new VideoRetainedError(id, programme);
    }
    this.deleting.add(id);
    const upload = this.uploads.get(id);
    return { key: object?.key ?? upload?.key ?? '', uploadId: upload?.uploadId ?? null };
  }

  async endDeletion(id: string): Promise<boolean> {
    this.check();
    this.uploads.delete(id);
    return this.videos.delete(id);
  }

  async listAudit() {
    this.check();
    return { items: [], nextCursor: null };
  }

  async ping(): Promise<void> {
    this.check();
  }

  private requested(actor: Actor, key: string) {
    const known = this.requests.get(`${actor} ${key}`);
    return known && known.atMs > Date.now() - DAY_MS ? known : undefined;
  }

  private putCase(changed: CorrectionCase): CorrectionCase {
    const { videoId } = changed;
    const others = (this.cases.get(videoId) ?? []).filter(({ id }) => id !== changed.id);
    this.cases.set(videoId, [...others, changed]);
    const { programme } = this.get(videoId);
    if (programme) {
      const retention = retentionOf(programme, [...others, changed]);
      this.change(videoId, { programme: { ...programme, ...retention } });
    }
    return changed;
  }

  private compare(id: string, ifRevisions: readonly number[] | undefined): Video {
    const video = this.get(id);
    if (ifRevisions && !ifRevisions.includes(video.revision)) {
      throw new RevisionConflictError(id, ifRevisions);
    }
    return video;
  }

  private get(id: string): Video {
    this.check();
    const video = this.videos.get(id);
    if (!video) throw new VideoNotFoundError(id);
    return video;
  }

  private document(video: Video): VideoDocument {
    return { id: video.id, revision: video.revision, json: JSON.stringify(video) };
  }

  private check(): void {
    if (this.fault) throw this.fault;
  }
}

function objectOf({ bucket, key }: NewUpload): Video['object'] {
  return { bucket, key, versionId: null, sequencer: '0A' };
}

// a fake that no longer fits what the API asks for is a type error here
new CatalogueFake() satisfies Omit<ApiDependencies['catalogue'], 'read'>;
/* eslint-enable @typescript-eslint/require-await -- ends what the first line began */
