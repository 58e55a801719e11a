import { join, u16, u32, u8 } from './hostile/bytes';

/** An elementary stream as a programme's table (PMT) lists it: ISO/IEC 13818-1, 2.4.4.8. */
export interface ListedStream {
  readonly streamType: number;
  readonly pid: number;
  readonly descriptors?: Buffer;
}

export interface TableChanges {
  /** Put after the streams that are there; no packet of them is in the file. */
  readonly streams?: readonly ListedStream[];
  /** Of the whole programme. */
  readonly descriptors?: Buffer;
}

const PACKET_BYTES = 188;
/** Where ffmpeg puts the table of its first programme. */
const TABLE_PID = 0x1000;
const BEFORE_DESCRIPTORS_BYTES = 10;
const CHECKSUM_BYTES = 4;

/** The same transport stream of ffmpeg's, with more in each copy of its table. */
export function withTable(file: Buffer, changes: TableChanges): Buffer {
  const result = Buffer.from(file);
  for (let at = 0; at + PACKET_BYTES <= result.length; at += PACKET_BYTES) {
    const startsUnit = (result.readUInt8(at + 1) & 0x40) !== 0;
    if (startsUnit && (result.readUInt16BE(at + 1) & 0x1fff) === TABLE_PID) {
      // after the head of the packet and the pointer, which is 0
      rewrite(result.subarray(at + 5, at + PACKET_BYTES), changes);
    }
  }
  return result;
}

function rewrite(
  table: Buffer,
  { streams = [], descriptors = Buffer.alloc(0) }: TableChanges,
): void {
  const length = table.readUInt16BE(1) & 0x0fff;
  const own = table.readUInt16BE(BEFORE_DESCRIPTORS_BYTES) & 0x0fff;
  const section = join(
    table.subarray(0, BEFORE_DESCRIPTORS_BYTES),
    withLength(join(table.subarray(12, 12 + own), descriptors)),
    table.subarray(12 + own, 3 + length - CHECKSUM_BYTES),
    ...streams.map(({ streamType, pid, descriptors: of = Buffer.alloc(0) }) =>
      join(u8(streamType), u16(0xe000 | pid), withLength(of)),
    ),
  );
  section.writeUInt16BE(0xb000 | (section.length - 3 + CHECKSUM_BYTES), 1);
  join(section, u32(checksum(section))).copy(table);
}

function withLength(descriptors: Buffer): Buffer {
  return join(u16(0xf000 | descriptors.length), descriptors);
}

/** ISO/IEC 13818-1, annex A. */
function checksum(bytes: Buffer): number {
  let value = 0xffff_ffff;
  for (const byte of bytes) {
    value ^= byte << 24;
    for (let bit = 0; bit < 8; bit += 1) {
      value = value & 0x8000_0000 ? (value << 1) ^ 0x04c1_1db7 : value << 1;
    }
  }
  return value >>> 0;
}
