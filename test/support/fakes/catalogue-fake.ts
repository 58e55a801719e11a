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
  NothingUploadedError,
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
import { type Actor, isSameActor } from '../../../src/domain/actor';
import type { AuditEntry } from '../../../src/domain/audit';
import type { ReportRole } from '../../../src/domain/qc';
import type { WantedDecision } from '../../../src/domain/quality/decisions';
import type { Profile } from '../../../src/domain/quality/profile';
import type { Video } from '../../../src/domain/video';
import type { ApiDependencies } from '../../../src/api/dependencies';
import { asListed } from './as-listed';
import { ProfilesFake } from './profiles-fake';
import { QcFake } from './qc-fake';
import { awaitingVideo } from '../../../src/api/openapi-examples';
import type { Catalogue } from '../../../src/storage/catalogue/catalogue';
import type {
  AuditQuery,
  NameChange,
  NewUpload,
  ProgrammeChange,
  RepeatableRequest,
  VideoDocument,
  VideoQuery,
} from '../../../src/storage/catalogue/types';

/** Of a catalogue, all that the API has. */
type FakePorts = Pick<Catalogue, keyof ApiDependencies['catalogue']>;

const DAY_MS = 24 * 3600 * 1000;

/** What the API asks of a catalogue, over a Map. */
export class CatalogueFake {
  readonly videos = new Map<string, Video>();
  readonly uploads = new Map<string, NewUpload>();
  readonly qc = new QcFake((id, { verdict, verdictBy }) => this.change(id, { verdict, verdictBy }));
  readonly profiles = new ProfilesFake();
  /** Of the audit log, oldest first; nothing that is done here writes to it. */
  readonly log: AuditEntry[] = [];
  readonly cases = new Map<string, CorrectionCase[]>();
  /** Ids of videos that a worker holds. */
  readonly held = new Set<string>();
  /** Ids of videos whose deletion was begun. */
  readonly deleting = new Set<string>();
  /** What was asked for under a key, by client and key. */
  readonly requests = new Map<string, { sha256: string; id: string; atMs: number }>();
  /** Set to have every call fail. */
  fault: Error | undefined;

  readonly ports: FakePorts = {
    videos: {
      find: async (id: string) => {
        this.check();
        const video = this.videos.get(id);
        return video ? this.document(video) : null;
      },
      findMany: async (ids: readonly string[]) => {
        return ids.flatMap((id) => this.videos.get(id) ?? []).map((video) => this.document(video));
      },
      list: async (query: VideoQuery) => {
        this.check();
        const { limit, cursor } = query;
        const start = Number(cursor ?? 0);
        if (!Number.isInteger(start)) throw new InvalidCursorError();
        const wanted = [...this.videos.values()].filter(
          ({ id }) => query.waiting === undefined || this.qc.proposal(id) !== null,
        );
        const all = asListed(wanted, query);
        return {
          items: all.slice(start, start + limit).map((video) => {
            return { ...this.document(video), proposal: this.qc.proposal(video.id) };
          }),
          nextCursor: start + limit < all.length ? String(start + limit) : null,
        };
      },
      ping: async () => {
        this.check();
      },
    },
    uploads: {
      register: async (upload: NewUpload) => {
        const id = videoIdOf(upload);
        this.uploads.set(id, upload);
        const { title, reading = null, fileName } = upload;
        const createdAt = new Date().toISOString();
        return this.document(
          this.put({ ...awaitingVideo, id, title, reading, fileName, createdAt }),
        );
      },
      registerRequested: async (
        upload: NewUpload,
        actor: Actor,
        { key, sha256 }: RepeatableRequest,
      ) => {
        this.check();
        if (this.requested(actor, key)) return null;
        const id = videoIdOf(upload);
        this.requests.set(`${actor} ${key}`, { sha256, id, atMs: Date.now() });
        return this.ports.uploads.register(upload, actor);
      },
      findRequested: async ({ key, sha256 }: RepeatableRequest, actor: Actor) => {
        this.check();
        const known = this.requested(actor, key);
        if (!known) return null;
        if (known.sha256 !== sha256) throw new IdempotencyKeyReusedError();
        const video = this.videos.get(known.id);
        if (!video || this.deleting.has(known.id)) throw new UploadEndedError(known.id);
        return this.document(video);
      },
      find: async (id: string) => {
        this.check();
        return this.uploads.get(id) ?? null;
      },
      recordCompleted: async () => {
        this.check();
      },
      forgetRequests: notAsked,
    },
    edits: {
      requeue: async (id: string) => {
        const { object, sizeBytes } = this.get(id);
        if (object === null) throw new VideoStateError('nothing was uploaded yet');
        if (this.held.has(id)) throw new VideoStateError('a worker holds this video');
        this.change(id, { status: 'received', rejection: null, failure: null });
        return { object, sizeBytes: sizeBytes ?? 0 };
      },
      rename: async (id: string, change: NameChange, _: Actor, ifRevisions?: readonly number[]) => {
        const video = this.compare(id, ifRevisions);
        const { title = video.title, reading = video.reading } = change;
        const isSame = title === video.title && reading === video.reading;
        return this.document(isSame ? video : this.change(id, { title, reading }));
      },
    },
    qc: {
      find: async (id: string, profileId?: string) => {
        this.get(id);
        return JSON.stringify(this.qc.find(id, profileId));
      },
      measured: async (id: string) => {
        const { title, metadata, ...delivery } = this.get(id);
        const measurements = this.qc.measurements(id);
        const measured = metadata && measurements ? { metadata, measurements, delivery } : null;
        return { title, measured };
      },
      findStills: async (id: string) => {
        return this.qc.stills(id);
      },
      judgeAgain: async (id: string, profile: Profile, role: ReportRole) => {
        this.qc.judgeAgain(id, profile, role);
      },
      storeReport: notAsked,
    },
    qcRuns: {
      cancel: async (id: string) => {
        this.qc.cancel(id);
      },
      report: notAsked,
    },
    decisions: {
      decide: async (
        id: string,
        wanted: WantedDecision,
        actor: Actor,
        ifRevisions?: readonly number[],
      ) => {
        this.compare(id, ifRevisions);
        this.qc.decide(id, wanted, actor);
      },
      recordCertificateAsked: async (id: string) => {
        if (this.get(id).object === null) throw new NothingUploadedError(id);
      },
    },
    profiles: this.profiles.port,
    programmes: {
      store: async (
        id: string,
        _actor: Actor,
        { programme, mayShorten, ifRevisions }: ProgrammeChange,
      ) => {
        const before = this.keepable(id, ifRevisions).programme;
        const after = {
          ...programme,
          ...retentionOf(programme, this.casesOf(id)),
        };
        if (before && !mayShorten && isShorter(before, after)) {
          throw new RetentionShortenedError(before);
        }
        return this.document(this.change(id, { programme: after }));
      },
      casesOf: async (id: string) => {
        this.get(id);
        return this.casesOf(id);
      },
      openCase: async (videoId: string, id: string, opening: CaseOpening) => {
        const { programme } = this.keepable(videoId);
        if (!programme) throw new ProgrammeNotFoundError(videoId);
        const opened = openCase(opening, { id, videoId, programme }, new Date().toISOString());
        return this.putCase(opened);
      },
      advanceCase: async (videoId: string, id: string, step: CaseStep) => {
        this.get(videoId);
        const before = this.casesOf(videoId).find((each) => each.id === id);
        if (!before) throw new CaseNotFoundError(id);
        return this.putCase(advanceCase(before, step, new Date().toISOString()));
      },
      correctionsDueWithin: notAsked,
    },
    deletions: {
      begin: async (id: string) => {
        const { object, programme } = this.get(id);
        if (programme && (keptUntil(programme) ?? '') > new Date().toISOString()) {
          throw new VideoRetainedError(id, programme);
        }
        this.deleting.add(id);
        const upload = this.uploads.get(id);
        return { key: object?.key ?? upload?.key ?? '', uploadId: upload?.uploadId ?? null };
      },
      end: async (id: string) => {
        this.check();
        if (!this.deleting.has(id)) return false;
        this.uploads.delete(id);
        return this.videos.delete(id);
      },
      forget: notAsked,
      wasDeleted: notAsked,
      due: notAsked,
      overdue: notAsked,
    },
    searchKeys: { remake: notAsked },
    audit: {
      list: async ({ limit, cursor = '0', ...query }: AuditQuery) => {
        this.check();
        const all = this.log.filter((entry) => entry.id > Number(cursor) && isAsked(entry, query));
        const items = all.slice(0, limit);
        return {
          items: items.map((entry) => JSON.stringify(entry)),
          nextCursor: all.length > limit ? String(items.at(-1)?.id) : null,
        };
      },
    },
  };

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

  /** As if every key had been sent so many hours earlier. */
  ageKeys(hours: number): void {
    for (const request of this.requests.values()) request.atMs -= hours * 3600 * 1000;
  }

  private requested(actor: Actor, key: string) {
    const known = this.requests.get(`${actor} ${key}`);
    return known && known.atMs > Date.now() - DAY_MS ? known : undefined;
  }

  /** Oldest first. */
  private casesOf(id: string): CorrectionCase[] {
    const cases = this.cases.get(id) ?? [];
    return cases.toSorted((a, b) => a.receivedAt.localeCompare(b.receivedAt));
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

  private keepable(id: string, ifRevisions?: readonly number[]): Video {
    const video = this.compare(id, ifRevisions);
    if (this.deleting.has(id)) throw new VideoStateError('it is being deleted');
    return video;
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

function isAsked(entry: AuditEntry, query: Omit<AuditQuery, 'limit' | 'cursor'>): boolean {
  const { videoId, actor, action, from, to } = query;
  return (
    (videoId === undefined || entry.videoId === videoId) &&
    (actor === undefined || isSameActor(entry.actor, actor)) &&
    (action === undefined || entry.action === action) &&
    (from === undefined || entry.at >= from) &&
    (to === undefined || entry.at < to)
  );
}

function objectOf({ bucket, key }: NewUpload): Video['object'] {
  return { bucket, key, versionId: null, sequencer: '0A' };
}

function notAsked(): Promise<never> {
  throw new Error('the API does not ask this of a catalogue');
}

/* eslint-enable @typescript-eslint/require-await -- ends what the first line began */
