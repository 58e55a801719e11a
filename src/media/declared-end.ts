import type { MediaInput } from './media-source';

/*
 * How many bytes the container says that it has. A parser reads a truncated file as far as it goes, and may
 * report a film without its sound; a declared end beyond the size of the file shows that it is truncated.
 * Containers that declare no length, such as live recordings, are not compared.
 */

export type MeasuredInput = Pick<MediaInput, 'firstBytes' | 'sizeBytes' | 'read'>;

/** Position after the last byte that the first bytes announce; undefined when they announce none. */
export async function declaredEnd(input: MeasuredInput): Promise<number | undefined> {
  const { firstBytes } = input;
  if (firstBytes.length < SHORTEST) return undefined;
  if (firstBytes.toString('latin1', 0, 4) === 'RIFF') return endOfRiff(firstBytes);
  if (firstBytes.readUInt32BE(0) === EBML) return endOfMatroska(firstBytes);
  return FIRST_BOXES.has(firstBytes.toString('latin1', 4, 8)) ? endOfBoxes(input) : undefined;
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
const BOX_HEAD_BYTES = 16;

/** Past the index and the first media: what comes after, as the fragments of a recording, may be missing. */
async function endOfBoxes(input: MeasuredInput): Promise<number | undefined> {
  const seen = new Set<string>();
  let at = 0;
  for (let boxes = 0; boxes < MAX_BOXES; boxes += 1) {
    const head = await bytesAt(input, at, BOX_HEAD_BYTES);
    const length = boxLength(head);
    if (length === undefined) break;
    seen.add(head.toString('latin1', 4, 8));
    at += length;
    if (at > input.sizeBytes || (seen.has('moov') && seen.has('mdat'))) return at;
  }
  // an index of nothing: at least the head of the media must follow
  return seen.has('moov') && at === input.sizeBytes ? at + 8 : undefined;
}

/** Undefined for what is no box, and for one that reaches to the end of the file. */
function boxLength(head: Buffer): number | undefined {
  if (head.length < 8) return undefined;
  const short = head.readUInt32BE(0);
  if (short !== 1) return short < 8 ? undefined : short;
  return head.length < 16 ? undefined : Number(head.readBigUInt64BE(8));
}

async function bytesAt(input: MeasuredInput, start: number, length: number): Promise<Buffer> {
  let bytes = input.firstBytes.subarray(start, start + length);
  while (bytes.length < length && start + bytes.length < input.sizeBytes) {
    const more = await input.read(start + bytes.length);
    bytes = Buffer.concat([bytes, more.subarray(0, length - bytes.length)]);
  }
  return bytes;
}
