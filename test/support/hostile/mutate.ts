import { noise } from './bytes';

/** A number from 0 up to, not including, `below`; the same ones in the same order for each seed. */
export type Random = (below: number) => number;

export function randomOf(seed: string): Random {
  let bytes = noise(0);
  let round = 0;
  return (below) => {
    if (bytes.length < 6) bytes = noise(6 * 1024, `${seed} ${round++}`);
    const value = bytes.readUIntBE(0, 6);
    bytes = bytes.subarray(6);
    return value % below;
  };
}

/** Numbers at which programs go wrong. */
const EDGES = [
  0, 1, 0x7f, 0x80, 0xff, 0x7fff, 0x8000, 0xffff, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff,
];

type Mutation = (file: Buffer, random: Random, other: Buffer) => Buffer;

const mutations: readonly Mutation[] = [
  function flipBits(file, random) {
    const result = Buffer.from(file);
    for (let count = 1 + random(16); count > 0; count -= 1) {
      const at = place(file, random);
      result.writeUInt8(file.readUInt8(at) ^ (1 << random(8)), at);
    }
    return result;
  },
  function writeAnEdge(file, random) {
    const result = Buffer.from(file);
    const at = Math.min(place(file, random), file.length - 4);
    const value = EDGES[random(EDGES.length)] ?? 0;
    if (random(2) === 0) result.writeUInt32BE(value, at);
    else result.writeUInt32LE(value, at);
    return result;
  },
  function cut(file, random) {
    return file.subarray(0, place(file, random));
  },
  function remove(file, random) {
    const at = place(file, random);
    return Buffer.concat([file.subarray(0, at), file.subarray(at + 1 + random(512))]);
  },
  function repeat(file, random) {
    const at = place(file, random);
    const piece = file.subarray(at, at + 1 + random(512));
    const copies = Array.from({ length: 1 + random(64) }, () => piece);
    return Buffer.concat([file.subarray(0, at), ...copies, file.subarray(at)]);
  },
  function insertNoise(file, random) {
    const at = place(file, random);
    const inserted = noise(1 + random(512), String(random(2 ** 32)));
    return Buffer.concat([file.subarray(0, at), inserted, file.subarray(at)]);
  },
  function graft(file, random, other) {
    const at = place(file, random);
    const from = random(other.length);
    const piece = other.subarray(from, from + 1 + random(4096));
    return Buffer.concat([file.subarray(0, at), piece, file.subarray(at + piece.length)]);
  },
];

/** The file with one to four things wrong with it; at least four bytes long. */
export function mutated(file: Buffer, other: Buffer, random: Random): Buffer {
  let result = file;
  for (let count = 1 + random(4); count > 0; count -= 1) {
    const mutate = mutations[random(mutations.length)];
    const next = mutate?.(result, random, other) ?? result;
    if (next.length >= 4) result = next;
  }
  return result;
}

/** Headers are where lengths and counts are: every other change is made there. */
function place(file: Buffer, random: Random): number {
  return random(random(2) === 0 ? Math.min(file.length, 2048) : file.length);
}
