import type { Actor } from '../../domain/audit';
import type { CaseOpening, CaseStep } from '../../domain/correction-case';
import type { QcStill } from '../../domain/qc';
import type { Profile } from '../../domain/quality/profile';
import type { QualityReport } from '../../domain/quality/report';
import type { Rejection } from '../../domain/rejection';
import type { TechnicalMetadata } from '../../domain/technical-metadata';
import { type AuditQuery, listAudit } from './audit';
import type {
  Catalogue,
  Lease,
  MeasuringProgress,
  NewUpload,
  ProcessingResult,
  ReceivedObject,
  VideoQuery,
  WantedOverride,
} from './catalogue';
import { claim } from './claim';
import { Database, type DatabaseOptions } from './database';
import { beginDeletion, dueForDeletion, endDeletion, forget, wasDeleted } from './deletions';
import { rename } from './edits';
import {
  findRequested,
  forgetRequests,
  registerRequested,
  type RepeatableRequest,
} from './idempotency';
import { lateBytes, type LateBytes, recordRefusal, recordRemoval } from './late-bytes';
import * as leased from './lease-writes';
import { list } from './list';
import {
  advanceCorrectionCase,
  casesOf,
  correctionsDueWithin,
  openCorrectionCase,
  type ProgrammeChange,
  storeProgramme,
} from './programmes';
import { find, findMany } from './reads';
import { recordReplacement, recordSetAside } from './replacements';
import { approveOverride, proposeOverride } from './qc-overrides';
import { findQc, findStills, judgeAgain, storeQualityReport } from './qc-reports';
import { cancelMeasuring, reportMeasuring } from './qc-runs';
import { findUpload, recordUploadCompleted, registerUpload, requeue } from './uploads';

/**
 * The catalogue in PostgreSQL 15 or later; {@link migrate} makes its schema. Time is the server's
 * clock throughout, so that workers need not agree on theirs.
 */
export class PostgresCatalogue implements Catalogue {
  private readonly db: Database;

  constructor(options: DatabaseOptions) {
    this.db = new Database(options);
  }

  registerUpload = (upload: NewUpload, actor: Actor) => registerUpload(this.db, upload, actor);
  registerRequested = (upload: NewUpload, actor: Actor, request: RepeatableRequest) =>
    registerRequested(this.db, upload, actor, request);
  findRequested = (request: RepeatableRequest, actor: Actor) =>
    findRequested(this.db, request, actor);
  forgetRequests = () => forgetRequests(this.db);
  recordUploadCompleted = (id: string, actor: Actor) => recordUploadCompleted(this.db, id, actor);
  findUpload = (id: string) => findUpload(this.db, id);

  claim = (upload: ReceivedObject, leaseSeconds: number) => claim(this.db, upload, leaseSeconds);
  renew = (lease: Lease, leaseSeconds: number) => leased.renew(this.db, lease, leaseSeconds);
  recordReplacement = (lease: Lease, sha256: string) => recordReplacement(this.db, lease, sha256);
  recordSetAside = (upload: ReceivedObject, sha256: string | null) =>
    recordSetAside(this.db, upload, sha256);
  recordRefusal = (upload: ReceivedObject) => recordRefusal(this.db, upload);
  lateBytes = (limit: number) => lateBytes(this.db, limit);
  recordRemoval = (late: LateBytes, actor: Actor) => recordRemoval(this.db, late, actor);
  storeMetadata = (lease: Lease, metadata: TechnicalMetadata) =>
    leased.storeMetadata(this.db, lease, metadata);
  reportMeasuring = (lease: Lease, progress: MeasuringProgress) =>
    reportMeasuring(this.db, lease, progress);
  storeQualityReport = (lease: Lease, report: QualityReport, stills: readonly QcStill[]) =>
    storeQualityReport(this.db, lease, report, stills);
  complete = (lease: Lease, result: ProcessingResult) => leased.complete(this.db, lease, result);
  reject = (lease: Lease, rejection: Rejection) => leased.reject(this.db, lease, rejection);
  release = (lease: Lease, error: string) => leased.release(this.db, lease, error);
  fail = (lease: Lease, error: string) => leased.fail(this.db, lease, error);
  findAbandoned = (maxAttempts: number) => leased.findAbandoned(this.db, maxAttempts);
  failAbandoned = (id: string, maxAttempts: number) =>
    leased.failAbandoned(this.db, id, maxAttempts);
  requeue = (id: string, actor: Actor) => requeue(this.db, id, actor);

  find = (id: string) => find(this.db, id);
  findMany = (ids: readonly string[]) => findMany(this.db, ids);
  list = (query: VideoQuery) => list(this.db, query);
  rename = (id: string, title: string, actor: Actor, ifRevisions?: readonly number[]) =>
    rename(this.db, id, title, actor, ifRevisions);

  findQc = (id: string, profileId?: string) => findQc(this.db, id, profileId);
  findStills = (id: string) => findStills(this.db, id);
  judgeAgain = (id: string, profile: Profile, place: 'beside' | 'deciding', actor: Actor) =>
    judgeAgain(this.db, id, profile, place, actor);
  cancelMeasuring = (id: string, actor: Actor) => cancelMeasuring(this.db, id, actor);
  proposeOverride = (id: string, wanted: WantedOverride, actor: Actor) =>
    proposeOverride(this.db, id, wanted, actor);
  approveOverride = (id: string, proposedAt: string, actor: Actor) =>
    approveOverride(this.db, id, proposedAt, actor);

  storeProgramme = (id: string, actor: Actor, change: ProgrammeChange) =>
    storeProgramme(this.db, id, actor, change);
  casesOf = (videoId: string) => casesOf(this.db, videoId);
  openCase = (videoId: string, caseId: string, opening: CaseOpening, actor: Actor) =>
    openCorrectionCase(this.db, videoId, caseId, opening, actor);
  advanceCase = (videoId: string, caseId: string, step: CaseStep, actor: Actor) =>
    advanceCorrectionCase(this.db, videoId, caseId, step, actor);
  correctionsDueWithin = (seconds: number) => correctionsDueWithin(this.db, seconds);

  beginDeletion = (id: string, actor: Actor, reason: string) =>
    beginDeletion(this.db, id, actor, reason);
  endDeletion = (id: string, actor: Actor) => endDeletion(this.db, id, actor);
  wasDeleted = (id: string) => wasDeleted(this.db, id);
  forget = (lease: Lease, reason: string) => forget(this.db, lease, reason);
  dueForDeletion = (limit: number) => dueForDeletion(this.db, limit);
  listAudit = (query: AuditQuery) => listAudit(this.db, query);

  async ping(): Promise<void> {
    await this.db.prepared(PING);
  }

  close = () => this.db.close();
}

const PING = { name: 'ping', text: 'SELECT' };
