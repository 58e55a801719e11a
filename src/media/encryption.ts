import { boxesIn, bytesAt, type ReadableInput } from './boxes';
import type { FfprobeHeaders } from './ffprobe-json';
import { packetsOf } from './first-bytes';
import { tagOf } from './metadata/values';

/*
 * Whether pictures or sound are encrypted. libav reads such files without a word, and names the codec that
 * is inside.
 */

/** By the container itself: Common Encryption of MP4 (ISO/IEC 23001-7), scrambled transport streams. */
export async function isEncrypted(input: ReadableInput): Promise<boolean> {
  const packets = packetsOf(input.firstBytes);
  return packets ? isScrambled(input, packets) : hasEncryptedTrack(input);
}

/** By what libav says: the key of a Matroska track (RFC 9559, ContentEncKeyID) becomes a tag. */
export function namesKey({ streams }: FfprobeHeaders): boolean {
  return streams.some(({ tags }) => tagOf(tags, 'enc_key_id') !== null);
}

/** Where the sample entries of a track are; each is of the type that says how samples are coded. */
const TO_SAMPLE_ENTRIES = ['moov', 'trak', 'mdia', 'minf', 'stbl', 'stsd'];

/** Common Encryption, and what iTunes sold before it. */
const ENCRYPTED_ENTRIES = new Set(['encv', 'enca', 'drmi', 'drms']);

/** Version, flags and the count of entries. */
const BEFORE_ENTRIES_BYTES = 8;

/** More tracks and other boxes beside each other than any film has. */
const MOST_BOXES = 256;

async function hasEncryptedTrack(input: ReadableInput): Promise<boolean> {
  return hasEntry(input, 0, input.sizeBytes, TO_SAMPLE_ENTRIES);
}

async function hasEntry(
  input: ReadableInput,
  start: number,
  end: number,
  [parent, ...inner]: readonly string[],
): Promise<boolean> {
  let boxes = 0;
  for await (const box of boxesIn(input, start, Math.min(end, input.sizeBytes))) {
    if (parent === undefined && ENCRYPTED_ENTRIES.has(box.type)) return true;
    if (box.type === parent) {
      const content = box.content + (inner.length === 0 ? BEFORE_ENTRIES_BYTES : 0);
      if (await hasEntry(input, content, box.end, inner)) return true;
      // there is one; what follows may be the fragments of a whole film, far apart in the object
      if (box.type === 'moov') return false;
    }
    if ((boxes += 1) === MOST_BOXES) break;
  }
  return false;
}

/** The tables of a programme come first, and are never scrambled. */
const LOOKED_AT_BYTES = 64 * 1024;

/** ISO/IEC 13818-1, 2.4.3.2: of the fourth byte the upper two bits are `transport_scrambling_control`. */
async function isScrambled(
  input: ReadableInput,
  { first, length }: { first: number; length: number },
): Promise<boolean> {
  const bytes = await bytesAt(input, 0, LOOKED_AT_BYTES);
  let carrying = 0;
  let scrambled = 0;
  for (let at = first; at + 4 <= bytes.length; at += length) {
    const control = bytes.readUInt8(at + 3);
    const hasPayload = (control & 0x10) !== 0;
    const isPadding = (bytes.readUInt16BE(at + 1) & 0x1fff) === 0x1fff;
    if (!hasPayload || isPadding) continue;
    carrying += 1;
    if ((control & 0xc0) !== 0) scrambled += 1;
  }
  // one programme of several may be scrambled, and the others be there to see
  return scrambled > carrying / 2;
}
