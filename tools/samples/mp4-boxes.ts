/*
 * Small changes to MP4 and MOV files for which ffmpeg has no option, or another one in every version.
 */

/** From a box's type to the matrix of its track header, version 0 (ISO/IEC 14496-12, 8.3.2). */
const MATRIX_OFFSET = 44;
const ONE = 0x0001_0000;
const MINUS_ONE = 0xffff_0000;
const LAST = 0x4000_0000;

/** The same file, to be shown turned clockwise by 90 degrees. */
export function rotated(file: Buffer): Buffer {
  const result = Buffer.from(file);
  const matrix = result.indexOf('tkhd') + MATRIX_OFFSET;
  [0, ONE, 0, MINUS_ONE, 0, 0, 0, 0, LAST].forEach((value, i) => {
    result.writeUInt32BE(value, matrix + i * 4);
  });
  return result;
}

/** The same file, with other types in place of some of its boxes, such as of its sample entries. */
export function withCodecs(file: Buffer, types: Readonly<Record<string, string>>): Buffer {
  const result = Buffer.from(file);
  for (const [from, to] of Object.entries(types)) {
    for (let at = result.indexOf(from); at >= 0; at = result.indexOf(from, at + 4)) {
      result.write(to, at, 'latin1');
    }
  }
  return result;
}

/** Boxes around a data reference, outermost first. */
const AROUND_DATA_REFERENCE = ['moov', 'trak', 'mdia', 'minf', 'dinf', 'dref'];
const SELF_CONTAINED = Buffer.from('0000000c75726c2000000001', 'hex');

/**
 * The same file, its first track stored in `path` (an alias record of QuickTime). The index must come
 * after the media, so that no position of the media changes.
 */
export function withExternalTrack(file: Buffer, path: string): Buffer {
  const at = file.indexOf(SELF_CONTAINED);
  const alias = aliasTo(path);
  const result = Buffer.concat([
    file.subarray(0, at),
    alias,
    file.subarray(at + SELF_CONTAINED.length),
  ]);
  for (const type of AROUND_DATA_REFERENCE) {
    const size = result.lastIndexOf(type, at) - 4;
    result.writeUInt32BE(result.readUInt32BE(size) + alias.length - SELF_CONTAINED.length, size);
  }
  return result;
}

/** Fixed part of an alias record as libav reads it, before the path. */
const ALIAS_FIXED_BYTES = 150;
const ABSOLUTE_PATH = 2;
const END = 0xffff;

function aliasTo(path: string): Buffer {
  const text = Buffer.from(path.length % 2 === 0 ? path : `/${path}`, 'latin1');
  const entries = Buffer.alloc(8 + text.length);
  entries.writeUInt16BE(ABSOLUTE_PATH, 0);
  entries.writeUInt16BE(text.length, 2);
  text.copy(entries, 4);
  entries.writeUInt16BE(END, 4 + text.length);
  const head = Buffer.from('00000000616c697300000000', 'hex');
  const box = Buffer.concat([head, Buffer.alloc(ALIAS_FIXED_BYTES), entries]);
  box.writeUInt32BE(box.length, 0);
  return box;
}
