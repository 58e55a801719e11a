import { Readable } from 'node:stream';
import { ObjectNotFoundError } from '../../../src/domain/errors';
import type {
  ByteRange,
  ObjectRef,
  ObjectStore,
  RangeRead,
} from '../../../src/storage/objects/object-store';

/** Bytes of an object of any size, of which only what is asked for exists. */
export interface VirtualBytes {
  readonly size: number;
  /** From `start` up to, not including, `end`. */
  slice(start: number, end: number): Buffer;
}

export function bytesOf(content: Buffer): VirtualBytes {
  return { size: content.length, slice: (start, end) => content.subarray(start, end) };
}

/** `pattern` over and over, up to `size`. */
export function repeated(pattern: Buffer, size: number): VirtualBytes {
  return {
    size,
    slice: (start, end) => {
      const first = start % pattern.length;
      const copies = Math.ceil((first + end - start) / pattern.length);
      const bytes = Buffer.concat(Array.from({ length: copies }, () => pattern));
      return bytes.subarray(first, first + end - start);
    },
  };
}

export function joined(...parts: readonly VirtualBytes[]): VirtualBytes {
  return {
    size: parts.reduce((sum, part) => sum + part.size, 0),
    slice: (start, end) => {
      let offset = 0;
      const found = parts.map((part) => {
        const [from, to] = [Math.max(0, start - offset), Math.min(part.size, end - offset)];
        offset += part.size;
        return from < to ? part.slice(from, to) : Buffer.alloc(0);
      });
      return Buffer.concat(found);
    },
  };
}

/** A bucket with one object that counts what is read. Every other operation fails. */
export class OneObjectStore implements Pick<ObjectStore, 'bucket' | 'readRange'> {
  readonly bucket = 'test';
  bytesRead = 0;
  readonly ranges: ByteRange[] = [];
  etag = '"first"';

  constructor(
    readonly key: string,
    public content: VirtualBytes,
    /** Called before each read with its number, from 0; what it throws is thrown. */
    private readonly onRead: (read: number) => Promise<void> = () => Promise.resolve(),
  ) {}

  get source(): { store: ObjectStore; object: ObjectRef; sizeBytes: number } {
    const store = this as unknown as ObjectStore;
    return { store, object: { key: this.key, versionId: null }, sizeBytes: this.content.size };
  }

  async readRange(object: ObjectRef, range: ByteRange): Promise<RangeRead> {
    await this.onRead(this.ranges.push(range) - 1);
    if (object.key !== this.key) throw new ObjectNotFoundError(this.bucket, object.key);
    const { size } = this.content;
    const start = range.start < 0 ? Math.max(0, size + range.start) : range.start;
    const bytes = this.content.slice(start, Math.min(size, (range.end ?? size - 1) + 1));
    this.bytesRead += bytes.length;
    return { body: Readable.from([bytes]), start, totalBytes: size, etag: this.etag };
  }
}
