import { element, f64, hex, join, u16, u32, u8, type Part } from './bytes';

/* Small Matroska files by hand: what they are made of. */

export const ebml = element('1a45dfa3', element('4282', 'matroska'));
export const segment = (...parts: readonly Part[]): Buffer =>
  join(ebml, element('18538067', ...parts));

export const info = (...parts: readonly Part[]): Buffer =>
  element('1549a966', element('2ad7b1', u32(1_000_000)), ...parts);

export interface Track {
  readonly number?: number;
  readonly rate?: number;
  readonly channels?: number;
  readonly more?: Buffer;
}

export function sound({
  number = 1,
  rate = 8000,
  channels = 1,
  more = Buffer.alloc(0),
}: Track = {}): Buffer {
  const audio = element('e1', element('b5', f64(rate)), element('9f', u32(channels)));
  const depth = element('6264', u8(16));
  const kind = join(element('83', u8(2)), element('86', 'A_PCM/INT/LIT'));
  const entry = join(element('d7', u16(number)), element('73c5', u16(number)), kind, audio, depth);
  return element('ae', entry, more);
}

export function film(width: number, height: number, codec = 'V_MJPEG'): Buffer {
  const size = element('e0', element('b0', u32(width)), element('ba', u32(height)));
  const kind = join(element('83', u8(1)), element('86', codec));
  return element('ae', element('d7', u8(1)), element('73c5', u8(1)), kind, size);
}

export const tracks = (...parts: readonly Buffer[]): Buffer => element('1654ae6b', ...parts);
export const block = (payload: Buffer): Buffer => element('a3', hex('81 0000 80'), payload);
export const cluster = (...parts: readonly Buffer[]): Buffer =>
  element('1f43b675', element('e7', u8(0)), ...parts);
export const SAMPLES = cluster(block(Buffer.alloc(1600)));
export const plain = tracks(sound());
