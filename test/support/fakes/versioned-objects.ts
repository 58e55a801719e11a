import { Readable } from 'node:stream';
import { ObjectNotFoundError } from '../../../src/domain/errors';
import type { ObjectInfo, ObjectRef, ObjectStore } from '../../../src/storage/objects/object-store';

interface Version {
  readonly versionId: string;
  readonly bytes: string;
}

/** A versioned bucket in memory: what a worker and a deletion ask of one. Every other operation fails. */
export class VersionedObjects {
  readonly bucket = 'a-bucket';
  private readonly versions = new Map<string, Version[]>();
  private count = 0;

  get store(): ObjectStore {
    return this as unknown as ObjectStore;
  }

  /** Whether the key holds any version. */
  holds(key: string): boolean {
    return (this.versions.get(key) ?? []).length > 0;
  }

  /** As an operator does: whatever is there stays under its own version. */
  add(key: string, bytes: string): string {
    const versionId = `v${(this.count += 1)}`;
    this.versions.set(key, [...(this.versions.get(key) ?? []), { versionId, bytes }]);
    return versionId;
  }

  async head(object: ObjectRef): Promise<ObjectInfo> {
    const { versionId, bytes } = await this.find(object);
    const sizeBytes = bytes.length;
    const { key } = object;
    return { key, versionId, sizeBytes, etag: versionId, sequencer: null, contentType: null };
  }

  async read(object: ObjectRef): Promise<Readable> {
    return Readable.from([Buffer.from((await this.find(object)).bytes)]);
  }

  delete(key: string): Promise<void> {
    this.versions.delete(key);
    return Promise.resolve();
  }

  deleteUnder(prefix: string): Promise<void> {
    for (const key of this.versions.keys()) if (key.startsWith(prefix)) this.versions.delete(key);
    return Promise.resolve();
  }

  private find({ key, versionId }: ObjectRef): Promise<Version> {
    const found = (this.versions.get(key) ?? []).findLast(
      (version) => versionId === null || version.versionId === versionId,
    );
    if (found) return Promise.resolve(found);
    return Promise.reject(new ObjectNotFoundError(this.bucket, key));
  }
}

new VersionedObjects() satisfies Pick<
  ObjectStore,
  'bucket' | 'head' | 'read' | 'delete' | 'deleteUnder'
>;
