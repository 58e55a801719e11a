import { buffer } from 'node:stream/consumers';
import { LRUCache } from 'lru-cache';
import type { ByteRange, ObjectRef, ObjectStore } from '../storage/objects/object-store';
import { ObjectChangedError, ReadBudgetError } from './errors';

/** Holds the index of most files that begin with it. */
export const BLOCK_BYTES = 1024 * 1024;

/** Holds the index of most files that end with it, and the last timestamps of a transport stream. */
export const TAIL_BYTES = 512 * 1024;

/** Beside the first and the last part; a parser goes back and forth between few places. */
const CACHED_BLOCKS = 8;

/**
 * The bytes of one object, by range reads of whole blocks, each read once while it stays in the cache.
 * The first and the last part are read together at once and kept: no HEAD, one round trip.
 */
export class ObjectBlocks {
  #bytesRead = 0;
  #readsUnderWay = 0;
  #size: number | undefined;
  readonly #head: Promise<Buffer>;
  readonly #tail: Promise<Buffer> | undefined;
  readonly #blocks = new LRUCache<number, Promise<Buffer>>({ max: CACHED_BLOCKS });

  /**
   * @param expectedBytes size as the event said it; saves reading the tail of a small object
   * @param budgetBytes to read at most, all ranges together
   */
  constructor(
    private readonly store: ObjectStore,
    private readonly object: ObjectRef,
    expectedBytes: number,
    private readonly budgetBytes: number,
    private readonly signal: AbortSignal,
  ) {
    this.#head = this.#readRange({ start: 0, end: BLOCK_BYTES - 1 });
    if (expectedBytes > BLOCK_BYTES) this.#tail = this.#readRange({ start: -TAIL_BYTES });
    // whoever reads gets the error; nobody may be reading yet
    this.#head.catch(() => undefined);
    this.#tail?.catch(() => undefined);
  }

  /** Bytes that the store has delivered. */
  get bytesRead(): number {
    return this.#bytesRead;
  }

  get isReading(): boolean {
    return this.#readsUnderWay > 0;
  }

  /** Size of the object. @throws ObjectNotFoundError, or what the store throws */
  async size(): Promise<number> {
    const head = await this.#head;
    return this.#size ?? head.length;
  }

  /** The first bytes, up to a block. @throws ObjectNotFoundError, or what the store throws */
  async head(): Promise<Buffer> {
    return this.#head;
  }

  /** From `position` to the end of its block. @throws ReadBudgetError, or what the store throws */
  async read(position: number): Promise<Buffer> {
    if (position < BLOCK_BYTES) return (await this.#head).subarray(position);
    const size = await this.size();
    const tail = await this.#tail;
    const tailStart = size - (tail?.length ?? 0);
    if (tail && position >= tailStart) return tail.subarray(position - tailStart);
    const index = Math.floor(position / BLOCK_BYTES);
    const block = await this.#block(index, Math.min((index + 1) * BLOCK_BYTES, tailStart) - 1);
    return block.subarray(position - index * BLOCK_BYTES);
  }

  async #block(index: number, end: number): Promise<Buffer> {
    const known = this.#blocks.get(index);
    if (known) return known;
    const block = this.#readRange({ start: index * BLOCK_BYTES, end });
    this.#blocks.set(index, block);
    block.catch(() => this.#blocks.delete(index));
    return block;
  }

  async #readRange(range: ByteRange): Promise<Buffer> {
    if (this.#bytesRead >= this.budgetBytes) throw new ReadBudgetError(this.budgetBytes);
    this.#readsUnderWay += 1;
    try {
      const { body, totalBytes } = await this.store.readRange(this.object, range, this.signal);
      const bytes = await buffer(body);
      this.#bytesRead += bytes.length;
      this.#size ??= totalBytes;
      if (totalBytes !== this.#size) throw new ObjectChangedError(this.object.key);
      return bytes;
    } finally {
      this.#readsUnderWay -= 1;
    }
  }
}
