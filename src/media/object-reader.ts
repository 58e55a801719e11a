import type { Readable } from 'node:stream';
import type { ByteRange, ObjectRef, ObjectStore } from '../storage/objects/object-store';
import { ObjectChangedError, ReadBudgetError, ShortReadError } from './errors';

const MIB = 1024 * 1024;

/** Holds the index of most files that begin with it. */
export const HEAD_BYTES = MIB;

/** Holds the index of most files that end with it, and the last timestamps of a transport stream. */
export const TAIL_BYTES = 512 * 1024;

/** After a jump, when it is open how much is wanted there. */
const JUMP_BYTES = 256 * 1024;

/** A parser that jumps to a box may step back to what is before it. */
const ALIGNMENT_BYTES = 64 * 1024;

/** Beside the first and the last part; a parser goes back and forth between few places. */
const KEPT_PIECES = 8;

/** S3's client repeats a request that fails, but not one whose answer breaks off. */
const BODY_TRIES = 3;

/** How a program reads an object. */
export interface ReadingStyle {
  /** Of a piece that follows another one. */
  readonly nextBytes: number;
  /** Whether the piece after it is fetched while a program reads one. */
  readonly readsAhead: boolean;
}

export const readingStyles = {
  /** Here and there, and little of it. */
  headers: { nextBytes: MIB, readsAhead: false },
  /**
   * Most of it, in order. A request to S3 takes some 30 ms before its first byte, as long as 2 to 3 MB do; eight
   * pieces are 32 MiB of memory for each lane.
   */
  whole: { nextBytes: 4 * MIB, readsAhead: true },
} as const satisfies Record<string, ReadingStyle>;

export interface ReaderOptions {
  /** To read at most, all pieces together. */
  readonly budgetBytes: number;
  readonly style: ReadingStyle;
}

/**
 * The bytes of one object, in pieces of our own choice, each read once while it is kept. The first and
 * the last piece are read together at once, and kept: no HEAD, one round trip. All are of one and the same object.
 */
export class ObjectReader {
  private bytesSoFar = 0;
  private readsUnderWay = 0;
  private known: { readonly totalBytes: number; readonly etag: string } | undefined;
  /** Where the last read ended: one that begins there goes on. */
  private lastEnd = 0;
  private readonly firstBlock: Promise<Buffer>;
  private readonly tail: Promise<Buffer> | undefined;
  /** The latest use last. */
  private pieces: Piece[] = [];

  /** @param expectedBytes size as the event said it; saves reading the tail of a small object */
  constructor(
    private readonly store: ObjectStore,
    private readonly object: ObjectRef,
    expectedBytes: number,
    private readonly options: ReaderOptions,
    private readonly signal: AbortSignal,
  ) {
    this.firstBlock = this.fetch({ start: 0, end: HEAD_BYTES - 1 });
    if (expectedBytes > HEAD_BYTES) this.tail = this.fetch({ start: -TAIL_BYTES });
    // whoever reads gets the error; nobody may be reading yet
    this.firstBlock.catch(() => undefined);
    this.tail?.catch(() => undefined);
  }

  /** Bytes that the store has delivered. */
  get bytesRead(): number {
    return this.bytesSoFar;
  }

  get isReading(): boolean {
    return this.readsUnderWay > 0;
  }

  /** Size of the object. @throws ObjectNotFoundError, or what the store throws */
  async size(): Promise<number> {
    const head = await this.firstBlock;
    return this.known?.totalBytes ?? head.length;
  }

  /** The first bytes. @throws ObjectNotFoundError, or what the store throws */
  async head(): Promise<Buffer> {
    return this.firstBlock;
  }

  /**
   * At least one byte from `position` on, up to the end of a piece; few after a jump, as the next one may follow.
   * `position` must be in the object.
   * @throws ReadBudgetError, ObjectChangedError, or what the store throws
   */
  async read(position: number): Promise<Buffer> {
    const found = await this.find(position);
    const bytes = position === this.lastEnd ? found : found.subarray(0, JUMP_BYTES);
    this.lastEnd = position + bytes.length;
    return bytes;
  }

  private async find(position: number): Promise<Buffer> {
    const head = await this.firstBlock;
    if (position < head.length) return head.subarray(position);
    const size = await this.size();
    const tail = await this.tail;
    const tailStart = Math.max(head.length, size - (tail?.length ?? 0));
    if (tail && position >= tailStart) return tail.subarray(position - size);
    const piece = this.keptPiece(position) ?? this.nextPiece(position, tailStart);
    if (this.options.style.readsAhead && piece.goesOn && piece.end < tailStart) {
      if (!this.keptPiece(piece.end)) this.nextPiece(piece.end, tailStart);
    }
    return (await piece.bytes).subarray(position - piece.start);
  }

  private keptPiece(position: number): Piece | undefined {
    const found = this.pieces.find(({ start, end }) => start <= position && position < end);
    if (found) this.pieces = [...this.pieces.filter((piece) => piece !== found), found];
    return found;
  }

  private nextPiece(position: number, limit: number): Piece {
    const goesOn = position === HEAD_BYTES || this.pieces.some(({ end }) => end === position);
    const start = goesOn ? position : position - (position % ALIGNMENT_BYTES);
    const end = Math.min(start + (goesOn ? this.options.style.nextBytes : JUMP_BYTES), limit);
    const piece: Piece = { start, end, goesOn, bytes: this.fetch({ start, end: end - 1 }) };
    this.pieces = [...this.pieces, piece].slice(-KEPT_PIECES);
    piece.bytes.catch(() => {
      this.pieces = this.pieces.filter((other) => other !== piece);
    });
    return piece;
  }

  private async fetch(range: ByteRange): Promise<Buffer> {
    const { budgetBytes } = this.options;
    if (this.bytesSoFar >= budgetBytes) throw new ReadBudgetError(budgetBytes);
    this.readsUnderWay += 1;
    try {
      return await this.all(range, BODY_TRIES);
    } finally {
      this.readsUnderWay -= 1;
    }
  }

  private async all(range: ByteRange, tries: number): Promise<Buffer> {
    const { key } = this.object;
    const answer = await this.store.readRange(this.object, range, this.signal);
    const { body, start, totalBytes, etag } = answer;
    this.known ??= { totalBytes, etag };
    if (totalBytes !== this.known.totalBytes || etag !== this.known.etag) {
      body.destroy();
      throw new ObjectChangedError(key);
    }
    try {
      const bytes = await collect(body);
      this.bytesSoFar += bytes.length;
      const wantedBytes = Math.min(range.end ?? Infinity, totalBytes - 1) + 1 - start;
      if (bytes.length < wantedBytes) throw new ShortReadError(key, bytes.length, wantedBytes);
      return bytes;
    } catch (error) {
      if (tries === 1 || this.signal.aborted) throw error;
      return this.all(range, tries - 1);
    }
  }
}

interface Piece {
  /** 0-based; `end` is the position after the last byte. */
  readonly start: number;
  readonly end: number;
  /** Whether it follows a piece that was read before. */
  readonly goesOn: boolean;
  readonly bytes: Promise<Buffer>;
}

/** `buffer` of node:stream/consumers goes through a Blob and copies every byte twice more. */
async function collect(body: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of body as AsyncIterable<Buffer>) chunks.push(chunk);
  return chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks);
}
