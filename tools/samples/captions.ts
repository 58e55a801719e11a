/*
 * CEA-608 captions by hand: no encoder here writes them. ATSC A/53 part 4 puts them into the user
 * data of an MPEG-2 picture, before its first slice.
 */

const FIRST_SLICE = Buffer.from([0, 0, 1, 1]);

/** User data start code, `GA94`, caption data, one valid pair: field 1, two times "no character". */
const USER_DATA = Buffer.concat([
  Buffer.from([0, 0, 1, 0xb2]),
  Buffer.from('GA94', 'latin1'),
  Buffer.from([0x03, 0xc1, 0xff, 0xfc, 0x80, 0x80, 0xff]),
]);

/** The same MPEG-2 elementary stream, with captions on every picture. */
export function withCaptions(elementaryStream: Buffer): Buffer {
  const parts: Buffer[] = [];
  let copied = 0;
  for (;;) {
    const slice = elementaryStream.indexOf(FIRST_SLICE, copied + FIRST_SLICE.length);
    if (slice < 0) break;
    parts.push(elementaryStream.subarray(copied, slice), USER_DATA);
    copied = slice;
  }
  return Buffer.concat([...parts, elementaryStream.subarray(copied)]);
}
