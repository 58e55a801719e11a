import { join, u8, u32 } from './hostile/bytes';

/*
 * H.264 whose pictures are pairs of fields, each coded by itself (PAFF): no encoder of ffmpeg writes it. Gray
 * pictures of 128 x 128, 25 a second, the top field first. Sections are those of ITU-T H.264.
 */

const [MACROBLOCKS_ACROSS, MACROBLOCKS_DOWN_A_FIELD] = [8, 4];
const FIELDS_A_SECOND = 50;
/** Pictures from one that begins a sequence to the next. */
const KEY_EVERY = 25;

/** An elementary stream with start codes (Annex B). */
export function fieldCoded(pictures: number): Buffer {
  const fields = Array.from({ length: 2 * pictures }, (_, field) => field);
  return join(...fields.map(accessUnit));
}

function accessUnit(field: number): Buffer {
  const picture = Math.floor(field / 2);
  const number = picture % KEY_EVERY;
  const isBottom = field % 2;
  const isKey = number === 0 && !isBottom;
  const order = 2 * number + isBottom;
  const slice = new Bits().ue(0, isKey ? 7 : 5, 0).u(4, number % 16);
  slice.u(1, 1, isBottom);
  if (isKey) slice.ue((picture / KEY_EVERY) % 2);
  slice.u(8, order);
  // reference lists and marking as they are by default
  slice.u(1, 0, 0);
  if (!isKey) slice.u(1, 0);
  slice.ue(0);
  const count = MACROBLOCKS_ACROSS * MACROBLOCKS_DOWN_A_FIELD;
  // each macroblock is predicted by its mean, without a residual; or all are those of the field before
  if (isKey) for (let i = 0; i < count; i += 1) slice.ue(3, 0, 0).u(1, 1);
  else slice.ue(count);
  return join(
    unit(0x09, u8(isKey ? 0x10 : 0x30)),
    ...(isKey ? [unit(0x67, sequence()), unit(0x68, pictureParameters())] : []),
    unit(isKey ? 0x65 : 0x41, slice.bytes()),
  );
}

/** Section 7.3.2.1.1 and E.1.1: Main profile, pictures of fields, with timing. */
function sequence(): Buffer {
  const bits = new Bits().u(8, 77, 0, 30).ue(0, 0, 0, 4, 1).u(1, 0);
  bits.ue(MACROBLOCKS_ACROSS - 1, MACROBLOCKS_DOWN_A_FIELD - 1);
  bits.u(1, 0, 0, 1, 0, 1);
  bits.u(1, 0, 0, 0, 0, 1).u(32, 1, FIELDS_A_SECOND).u(1, 1, 0, 0, 0, 0);
  return bits.bytes();
}

/** Section 7.3.2.2: CAVLC, one reference. */
function pictureParameters(): Buffer {
  return new Bits()
    .ue(0, 0)
    .u(1, 0, 0)
    .ue(0, 0, 0)
    .u(1, 0)
    .u(2, 0)
    .ue(0, 0, 0)
    .u(1, 0, 0, 0)
    .bytes();
}

/** Section B.1.1, with 7.4.1 in a unit: a 3 breaks up what would look like a start code. */
function unit(head: number, content: Buffer): Buffer {
  const escaped: number[] = [];
  for (const byte of content) {
    if (byte <= 3 && escaped.at(-1) === 0 && escaped.at(-2) === 0) escaped.push(3);
    escaped.push(byte);
  }
  return join(u32(1), u8(head), Buffer.from(escaped));
}

class Bits {
  private digits = '';

  u(length: number, ...values: readonly number[]): this {
    for (const value of values) this.digits += value.toString(2).padStart(length, '0');
    return this;
  }

  /** Exp-Golomb codes, section 9.1; of signed numbers the 0 is the same. */
  ue(...values: readonly number[]): this {
    for (const value of values) {
      const binary = (value + 1).toString(2);
      this.digits += binary.padStart(2 * binary.length - 1, '0');
    }
    return this;
  }

  bytes(): Buffer {
    const digits = `${this.digits}1`;
    const padded = digits.padEnd(Math.ceil(digits.length / 8) * 8, '0');
    return Buffer.from(padded.match(/.{8}/g)?.map((byte) => parseInt(byte, 2)) ?? []);
  }
}
