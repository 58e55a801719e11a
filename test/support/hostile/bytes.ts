import { createHash } from 'node:crypto';

/* What containers are made of. Numbers are big-endian; the names of those that are not say so. */

export const u8 = (value: number): Buffer => Buffer.from([value]);
export const u16 = (value: number): Buffer => written(2, (to) => to.writeUInt16BE(value));
export const u32 = (value: number): Buffer => written(4, (to) => to.writeUInt32BE(value));
export const u64 = (value: bigint): Buffer => written(8, (to) => to.writeBigUInt64BE(value));
export const f64 = (value: number): Buffer => written(8, (to) => to.writeDoubleBE(value));
export const u16le = (value: number): Buffer => written(2, (to) => to.writeUInt16LE(value));
export const u32le = (value: number): Buffer => written(4, (to) => to.writeUInt32LE(value));
export const hex = (digits: string): Buffer => Buffer.from(digits.replaceAll(' ', ''), 'hex');

export type Part = Buffer | string;

export function join(...parts: readonly Part[]): Buffer {
  return Buffer.concat(parts.map((part) => Buffer.from(part as string)));
}

/** A box of MP4: length, type, content. */
export function box(type: string, ...parts: readonly Part[]): Buffer {
  const content = join(...parts);
  return join(u32(content.length + 8), Buffer.from(type, 'latin1'), content);
}

/** An element of Matroska; its length in eight bytes. */
export function element(id: string, ...parts: readonly Part[]): Buffer {
  const content = join(...parts);
  return join(hex(id), ebmlLength(BigInt(content.length)), content);
}

/** A length in eight bytes, of which the first holds only the mark. */
export function ebmlLength(length: bigint): Buffer {
  return u64(length | (1n << 56n));
}

/** A chunk of RIFF: type, length, content, filled up to an even length. */
export function chunk(type: string, ...parts: readonly Part[]): Buffer {
  const content = join(...parts);
  return join(type, u32le(content.length), content, Buffer.alloc(content.length % 2));
}

/** The content inside itself again and again; the innermost is empty. */
export function nested(depth: number, wrap: (inner: Buffer) => Buffer): Buffer {
  let result = Buffer.alloc(0);
  for (let level = 0; level < depth; level += 1) result = Buffer.from(wrap(result));
  return result;
}

/** The same random bytes every time, others for each seed. */
export function noise(bytes: number, seed = 'noise'): Buffer {
  return createHash('shake256', { outputLength: bytes }).update(seed).digest();
}

/** The file with some bytes written over. */
export function overwritten(file: Buffer, offset: number, bytes: Buffer): Buffer {
  const result = Buffer.from(file);
  bytes.copy(result, offset);
  return result;
}

/** Position after the first four-character type; of its content, where the type begins a box. */
export function afterType(file: Buffer, type: string, from = 0): number {
  const at = file.indexOf(type, from, 'latin1');
  if (at < 0) throw new Error(`the file must hold '${type}'`);
  return at + type.length;
}

function written(length: number, write: (to: Buffer) => void): Buffer {
  const bytes = Buffer.alloc(length);
  write(bytes);
  return bytes;
}
