import type { MediaInput } from './media-source';

/** What of an input is needed to look into it. */
export type ReadableInput = Pick<MediaInput, 'firstBytes' | 'sizeBytes' | 'read'>;

/** A box of MP4 and MOV (ISO/IEC 14496-12, 4.2). Positions are bytes of the file. */
export interface Box {
  readonly type: string;
  readonly content: number;
  /** May be after the end of the file. */
  readonly end: number;
}

const HEAD_BYTES = 16;

/**
 * The boxes beside each other from one position to another, without what is in them. Ends at what is no
 * box, and at one that reaches to the end of the file, whose length is 0.
 */
export async function* boxesIn(
  input: ReadableInput,
  start: number,
  end: number,
): AsyncGenerator<Box> {
  for (let at = start; at < end;) {
    const head = await bytesAt(input, at, HEAD_BYTES);
    if (head.length < 8) return;
    const short = head.readUInt32BE(0);
    const isLong = short === 1;
    if ((isLong && head.length < HEAD_BYTES) || (!isLong && short < 8)) return;
    const length = isLong ? Number(head.readBigUInt64BE(8)) : short;
    const box = { type: head.toString('latin1', 4, 8), content: at + (isLong ? 16 : 8) };
    yield { ...box, end: at + length };
    at += Math.max(length, 8);
  }
}

/** At most so many bytes from a position on; fewer at the end of the file. */
export async function bytesAt(
  input: ReadableInput,
  start: number,
  length: number,
): Promise<Buffer> {
  let bytes = input.firstBytes.subarray(start, start + length);
  while (bytes.length < length && start + bytes.length < input.sizeBytes) {
    const more = await input.read(start + bytes.length);
    bytes = Buffer.concat([bytes, more.subarray(0, length - bytes.length)]);
  }
  return bytes;
}
