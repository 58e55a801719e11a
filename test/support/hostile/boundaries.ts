/* Where the pieces of a container begin: the places where a broken upload is likely to end. */

export type Boundaries = (file: Buffer) => number[];

const PARENTS = new Set(['moov', 'trak', 'mdia', 'minf', 'stbl', 'moof', 'traf']);

/** Every box of MP4 and MOV, those in others too. */
export const boxes: Boundaries = (file) => {
  const found: number[] = [];
  const walk = (start: number, end: number): void => {
    for (let at = start; at + 8 <= end;) {
      found.push(at);
      const length = file.readUInt32BE(at);
      if (PARENTS.has(file.toString('latin1', at + 4, at + 8))) walk(at + 8, at + length);
      at += Math.max(length, 8);
    }
  };
  walk(0, file.length);
  return found;
};

/** Every element of Matroska that the EBML header and the segment hold. */
export const elements: Boundaries = (file) => {
  const found: number[] = [];
  for (let at = 0; at < file.length;) {
    found.push(at);
    const idBytes = Math.clz32(file.readUInt8(at)) - 23;
    const lengthBytes = Math.clz32(file.readUInt8(at + idBytes)) - 23;
    const content = at + idBytes + lengthBytes;
    const isSegment = file.readUInt32BE(at) === 0x18538067;
    const digits = file.toString('hex', at + idBytes, content);
    const length = BigInt(`0x${digits}`) & ((1n << BigInt(7 * lengthBytes)) - 1n);
    at = isSegment ? content : content + Number(length);
  }
  return found;
};

/** Wherever a mark begins: a page of Ogg, a pack of MPEG, a key of MXF, a chunk of RIFF. */
export function marks(...texts: readonly (string | Buffer)[]): Boundaries {
  return (file) => {
    const found: number[] = [];
    for (const text of texts) {
      for (let at = file.indexOf(text, 0, 'latin1'); at >= 0;) {
        found.push(at);
        at = file.indexOf(text, at + 1, 'latin1');
      }
    }
    return found.sort((a, b) => a - b);
  };
}

/** Every packet of a transport stream. */
export const packets: Boundaries = (file) =>
  Array.from({ length: Math.floor(file.length / 188) }, (_, packet) => packet * 188);
