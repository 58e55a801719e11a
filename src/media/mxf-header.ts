import { bytesAt, type ReadableInput } from './boxes';

/* What libav does not read of the metadata in an MXF header (SMPTE ST 377-1). */

/** Key of the set that AMWA AS-11 asks for in every file: its core framework. */
const AS_11_CORE = Buffer.from('060e2b34025301010d0107010b010100', 'hex');

/** Of a partition pack with a length of four bytes: in it, how many bytes of metadata follow it. */
const METADATA_BYTES_AT = 16 + 4 + 32;
const PACK_BYTES = METADATA_BYTES_AT + 8;

/** Longer than the metadata of any broadcast file; an index may follow it. */
const MOST_BYTES = 1024 * 1024;

/** The rest of the partition pack, and what fills it up to the grid. */
const AROUND_BYTES = 4096;

/** Whether the file says of itself that it is delivered by AS-11. */
export async function isAs11(input: ReadableInput): Promise<boolean> {
  const pack = input.firstBytes;
  if (pack.length < PACK_BYTES) return false;
  const metadataBytes = Number(pack.readBigUInt64BE(METADATA_BYTES_AT));
  const header = await bytesAt(input, 0, Math.min(metadataBytes + AROUND_BYTES, MOST_BYTES));
  return header.includes(AS_11_CORE);
}
