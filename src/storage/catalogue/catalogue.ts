import { AuditLog } from './audit-log';
import { Database, type DatabaseOptions } from './database';
import { Deletions } from './deletions';
import { Leases } from './leases';
import { Programmes } from './programmes';
import { QcDecisions } from './qc-decisions';
import { QcProfiles } from './qc-profiles';
import { QcRecords } from './qc-records';
import { QcRuns } from './qc-runs';
import { SearchKeys } from './search-keys';
import { UnwantedUploads } from './unwanted-uploads';
import { UploadClaims } from './upload-claims';
import { UploadRequests } from './upload-requests';
import { VideoEdits } from './video-edits';
import { VideoReads } from './video-reads';

/** What a class offers to those who use it. */
type Port<T> = Pick<T, keyof T>;

/**
 * The truth about every video, as ports: each is what one kind of user does with it, and a function asks
 * for those that it uses. What clients may change is recorded with who does it, and so is what a worker
 * says last of an upload.
 */
export interface Catalogue {
  readonly videos: Port<VideoReads>;
  readonly uploads: Port<UploadRequests>;
  readonly claims: Port<UploadClaims>;
  readonly leases: Port<Leases>;
  readonly unwanted: Port<UnwantedUploads>;
  readonly edits: Port<VideoEdits>;
  readonly qc: Port<QcRecords>;
  readonly qcRuns: Port<QcRuns>;
  readonly decisions: Port<QcDecisions>;
  readonly profiles: Port<QcProfiles>;
  readonly programmes: Port<Programmes>;
  readonly deletions: Port<Deletions>;
  readonly audit: Port<AuditLog>;
  readonly searchKeys: Port<SearchKeys>;
}

export interface PostgresCatalogue extends Catalogue {
  close(): Promise<void>;
}

/**
 * The catalogue in PostgreSQL 15 or later; `migrate` makes its schema. Time is the server's clock
 * throughout, so that workers need not agree on theirs.
 */
export function postgresCatalogue(options: DatabaseOptions): PostgresCatalogue {
  const db = new Database(options);
  return {
    videos: new VideoReads(db),
    uploads: new UploadRequests(db),
    claims: new UploadClaims(db),
    leases: new Leases(db),
    unwanted: new UnwantedUploads(db),
    edits: new VideoEdits(db),
    qc: new QcRecords(db),
    qcRuns: new QcRuns(db),
    decisions: new QcDecisions(db),
    profiles: new QcProfiles(db),
    programmes: new Programmes(db),
    deletions: new Deletions(db),
    audit: new AuditLog(db),
    searchKeys: new SearchKeys(db),
    close: () => db.close(),
  };
}
