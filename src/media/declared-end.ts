import { boxesIn, type ReadableInput } from './boxes';

/*
 * How many bytes the container says that it has. A parser reads a truncated file as far as it goes, and may
 * report a film without its sound; a declared end beyond the size of the file shows that it is truncated.
 * Containers that declare no length, such as live recordings, are not compared.
 */

export interface DeclaredEnd {
  /** Position after the last byte that is announced. */
  readonly bytes: number;
  /** So many of these may be missing, and every player plays the file to its end. */
  readonly spareBytes: number;
}

/** The head of a box with a long length. */
const SPARE_BYTES = 16;

/** What the container announces; undefined when it announces nothing. */
export async function declaredEnd(input: ReadableInput): Promise<DeclaredEnd | undefined> {
  const { firstBytes } = input;
  if (firstBytes.length < SHORTEST) return undefined;
  if (firstBytes.toString('latin1', 0, 4) === 'RIFF') return exactly(endOfRiff(firstBytes));
  if (firstBytes.readUInt32BE(0) === EBML) return exactly(endOfMatroska(firstBytes));
  return FIRST_BOXES.has(firstBytes.toString('latin1', 4, 8)) ? endOfBoxes(input) : undefined;
}

function exactly(bytes: number | undefined): DeclaredEnd | undefined {
  return bytes === undefined ? undefined : { bytes, spareBytes: 0 };
}

/** The head of a RIFF file. */
const SHORTEST = 12;

/** Programs that write to a pipe fill in a length of about 2 or 4 GiB. */
const RIFF_UNKNOWN = 0x7fff_0000;

/** Some writers count the head of 8 bytes in, others not: the shorter of both is announced for sure. */
function endOfRiff(bytes: Buffer): number | undefined {
  const length = bytes.readUInt32LE(4);
  return length < RIFF_UNKNOWN ? length : undefined;
}

const EBML = 0x1a45_dfa3;
const SEGMENT = 0x1853_8067;
const ID_BYTES = 4;

/** The EBML header, then the segment that holds everything (RFC 8794, RFC 9559). */
function endOfMatroska(bytes: Buffer): number | undefined {
  const header = vint(bytes, ID_BYTES);
  if (!header) return undefined;
  const at = header.end + header.value;
  if (at + ID_BYTES > bytes.length || bytes.readUInt32BE(at) !== SEGMENT) return undefined;
  const segment = vint(bytes, at + ID_BYTES);
  return segment && segment.end + segment.value;
}

/** A length of EBML, and the position after it; undefined when it says that nobody knows. */
function vint(bytes: Buffer, at: number): { value: number; end: number } | undefined {
  const first = bytes[at] ?? 0;
  const length = Math.clz32(first) - 23;
  if (first === 0 || at + length > bytes.length) return undefined;
  const bits = 7n * BigInt(length);
  const digits = bytes.toString('hex', at, at + length);
  const value = BigInt(`0x${digits}`) & ((1n << bits) - 1n);
  const isUnknown = value === (1n << bits) - 1n;
  return isUnknown ? undefined : { value: Number(value), end: at + length };
}

const FIRST_BOXES = new Set(['ftyp', 'moov', 'mdat', 'wide', 'free', 'skip', 'pnot', 'styp']);

/** More boxes than any writer puts before the index and the media. */
const MAX_BOXES = 16;

/**
 * Past the index and the first media: what comes after, as the fragments of a recording, may be missing. Media
 * that end the file after their index are not missed by a few bytes: some writers count a head of a box twice.
 */
async function endOfBoxes(input: ReadableInput): Promise<DeclaredEnd | undefined> {
  const seen = new Set<string>();
  let last = 0;
  let boxes = 0;
  for await (const { type, end } of boxesIn(input, 0, input.sizeBytes)) {
    seen.add(type);
    last = end;
    const isComplete = seen.has('moov') && seen.has('mdat');
    const spareBytes = isComplete && type === 'mdat' ? SPARE_BYTES : 0;
    if (end > input.sizeBytes || isComplete) return { bytes: end, spareBytes };
    if ((boxes += 1) === MAX_BOXES) break;
  }
  // an index of nothing: at least the head of the media must follow
  return seen.has('moov') && last === input.sizeBytes
    ? { bytes: last + 8, spareBytes: 0 }
    : undefined;
}
