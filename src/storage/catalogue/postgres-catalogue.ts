import type { Rejection } from '../../domain/rejection';
import type { TechnicalMetadata } from '../../domain/technical-metadata';
import type {
  Catalogue,
  Lease,
  NewUpload,
  ProcessingResult,
  ReceivedObject,
  VideoQuery,
} from './catalogue';
import { claim } from './claim';
import { Database, type DatabaseOptions } from './database';
import { remove, rename } from './edits';
import * as leased from './lease-writes';
import { list } from './list';
import { find, findMany } from './reads';
import { findUpload, registerUpload, requeue } from './uploads';

/**
 * The catalogue in PostgreSQL 15 or later; {@link migrate} makes its schema. Time is the server's
 * clock throughout, so that workers need not agree on theirs.
 */
export class PostgresCatalogue implements Catalogue {
  private readonly db: Database;

  constructor(options: DatabaseOptions) {
    this.db = new Database(options);
  }

  registerUpload = (upload: NewUpload) => registerUpload(this.db, upload);
  findUpload = (id: string) => findUpload(this.db, id);

  claim = (upload: ReceivedObject, leaseSeconds: number) => claim(this.db, upload, leaseSeconds);
  renew = (lease: Lease, leaseSeconds: number) => leased.renew(this.db, lease, leaseSeconds);
  storeMetadata = (lease: Lease, metadata: TechnicalMetadata) =>
    leased.storeMetadata(this.db, lease, metadata);
  complete = (lease: Lease, result: ProcessingResult) => leased.complete(this.db, lease, result);
  reject = (lease: Lease, rejection: Rejection) => leased.reject(this.db, lease, rejection);
  release = (lease: Lease, error: string) => leased.release(this.db, lease, error);
  fail = (lease: Lease, error: string) => leased.fail(this.db, lease, error);
  failAbandoned = (maxAttempts: number) => leased.failAbandoned(this.db, maxAttempts);
  requeue = (id: string) => requeue(this.db, id);

  find = (id: string) => find(this.db, id);
  findMany = (ids: readonly string[]) => findMany(this.db, ids);
  list = (query: VideoQuery) => list(this.db, query);
  rename = (id: string, title: string, ifRevision?: number) =>
    rename(this.db, id, title, ifRevision);
  delete = (id: string) => remove(this.db, id);

  async ping(): Promise<void> {
    await this.db.prepared(PING);
  }

  close = () => this.db.close();
}

const PING = { name: 'ping', text: 'SELECT' };
