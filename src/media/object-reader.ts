import type { Readable } from 'node:stream';
import type { ByteRange, ObjectRef, ObjectStore } from '../storage/objects/object-store';
import { ObjectChangedError, ReadBudgetError } from './errors';

/** Holds the index of most files that begin with it. */
export const HEAD_BYTES = 1024 * 1024;

/** Holds the index of most files that end with it, and the last timestamps of a transport stream. */
export const TAIL_BYTES = 512 * 1024;

/** After a jump, when it is open how much is wanted there; and from there on. */
const JUMP_BYTES = 256 * 1024;
const NEXT_BYTES = 1024 * 1024;

/** A parser that jumps to a box may step back to what is before it. */
const ALIGNMENT_BYTES = 64 * 1024;

/** Beside the first and the last part; a parser goes back and forth between few places. */
const KEPT_PIECES = 8;

/**
 * The bytes of one object, in pieces of our own choice, each read once while it is kept. The first and
 * the last piece are read together at once, and kept: no HEAD, one round trip.
 */
export class ObjectReader {
  private bytesSoFar = 0;
  private readsUnderWay = 0;
  private knownSize: number | undefined;
  private readonly firstBlock: Promise<Buffer>;
  private readonly tail: Promise<Buffer> | undefined;
  /** The latest use last. */
  private pieces: Piece[] = [];

  /**
   * @param expectedBytes size as the event said it; saves reading the tail of a small object
   * @param budgetBytes to read at most, all pieces together
   */
  constructor(
    private readonly store: ObjectStore,
    private readonly object: ObjectRef,
    expectedBytes: number,
    private readonly budgetBytes: number,
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
    return this.knownSize ?? head.length;
  }

  /** The first bytes. @throws ObjectNotFoundError, or what the store throws */
  async head(): Promise<Buffer> {
    return this.firstBlock;
  }

  /**
   * At least one byte from `position` on, up to the end of a piece. `position` must be in the object.
   * @throws ReadBudgetError, or what the store throws
   */
  async read(position: number): Promise<Buffer> {
    const head = await this.firstBlock;
    if (position < head.length) return head.subarray(position);
    const size = await this.size();
    const tail = await this.tail;
    const tailStart = Math.max(head.length, size - (tail?.length ?? 0));
    if (tail && position >= tailStart) return tail.subarray(position - size);
    const piece = this.keptPiece(position) ?? this.nextPiece(position, tailStart);
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
    const end = Math.min(start + (goesOn ? NEXT_BYTES : JUMP_BYTES), limit);
    const piece: Piece = { start, end, bytes: this.fetch({ start, end: end - 1 }) };
    this.pieces = [...this.pieces, piece].slice(-KEPT_PIECES);
    piece.bytes.catch(() => {
      this.pieces = this.pieces.filter((other) => other !== piece);
    });
    return piece;
  }

  private async fetch(range: ByteRange): Promise<Buffer> {
    if (this.bytesSoFar >= this.budgetBytes) throw new ReadBudgetError(this.budgetBytes);
    this.readsUnderWay += 1;
    try {
      const { body, totalBytes } = await this.store.readRange(this.object, range, this.signal);
      const bytes = await collect(body);
      this.bytesSoFar += bytes.length;
      this.knownSize ??= totalBytes;
      if (totalBytes !== this.knownSize) throw new ObjectChangedError(this.object.key);
      return bytes;
    } finally {
      this.readsUnderWay -= 1;
    }
  }
}

interface Piece {
  /** 0-based; `end` is the position after the last byte. */
  readonly start: number;
  readonly end: number;
  readonly bytes: Promise<Buffer>;
}

/** `buffer` of node:stream/consumers goes through a Blob and copies every byte twice more. */
async function collect(body: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of body as AsyncIterable<Buffer>) chunks.push(chunk);
  return chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks);
}
