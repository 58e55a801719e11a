import { hex, join, u16, u32, u8, type Part } from './hostile/bytes';

/*
 * What ffmpeg does not write into the header of MXF: labels of sound (SMPTE ST 377-4), which it reads, and the
 * framework of AS-11. Sets, keys and items are those of SMPTE ST 377-1.
 */

/** Labels of channels (SMPTE ST 428-12 and ST 377-4), by their symbols. */
const CHANNELS = ['L', 'R', 'C', 'LFE', 'Ls', 'Rs'] as const;
export type ChannelLabel = (typeof CHANNELS)[number];

/** Local tags that no set of ffmpeg's has, with what they stand for. */
const items = {
  subDescriptors: { tag: 0x8101, label: '060e2b34 01010109 06010104 06100000' },
  dictionaryId: { tag: 0x8102, label: '060e2b34 0101010e 01030701 01000000' },
  symbol: { tag: 0x8103, label: '060e2b34 0101010e 01030701 02000000' },
  linkId: { tag: 0x8104, label: '060e2b34 0101010e 01030701 05000000' },
  channelId: { tag: 0x8105, label: '060e2b34 0101010e 0103040a 00000000' },
  groupLinkId: { tag: 0x8106, label: '060e2b34 0101010e 01030701 06000000' },
  language: { tag: 0x8107, label: '060e2b34 0101010d 03010102 03150000' },
} as const;

const INSTANCE_ID = 0x3c0a;
const CHANNEL_SET = 0x6b;
const GROUP_SET = 0x6c;
const WAVE_DESCRIPTOR = hex('060e2b34 02530101 0d010101 01014800');
const SOUND_DESCRIPTOR = hex('060e2b34 02530101 0d010101 01014200');
const AES3_DESCRIPTOR = hex('060e2b34 02530101 0d010101 01014700');
const DESCRIPTORS = [WAVE_DESCRIPTOR, SOUND_DESCRIPTOR, AES3_DESCRIPTOR];
const STRUCTURE = hex('060e2b34 02050101 0d010201 01');
/** Of the header's metadata. */
const SET = hex('060e2b34 02530101 0d010101');
const FILL = hex('060e2b34 01010102 03010210 01000000');

/** The unit in which ffmpeg lays out partitions. */
const GRID_BYTES = 512;

interface Triplet {
  readonly key: Buffer;
  readonly value: Buffer;
  /** Of key and length; a length has as many bytes as its writer likes. */
  readonly headBytes: number;
}

/**
 * The same file of ffmpeg's, each of its tracks of sound with labels of its channels.
 * @param language of all of it (RFC 5646)
 */
export function withSoundLabels(
  file: Buffer,
  tracks: readonly (readonly ChannelLabel[])[],
  language: string,
): Buffer {
  const triplets = [...tripletsOf(file)];
  const groupLink = id(0xff);
  const group = set(GROUP_SET, id(0xfe), [
    item('dictionaryId', hex('060e2b34 0401010d 03020201 00000000')),
    item('symbol', utf16('sg51')),
    item('linkId', groupLink),
    item('language', language),
  ]);
  let track = 0;
  const changed = triplets.flatMap((old): Triplet[] => {
    const { key, value } = old;
    if (isStructure(key, 0x05)) return [triplet(key, withItems(value))];
    if (!DESCRIPTORS.some((descriptor) => key.equals(descriptor))) return [old];
    const labels = (tracks[track] ?? []).map((label, i) => ({ label, i, own: id(16 * track + i) }));
    const owns = labels.map(({ own }) => own);
    const references = join(u32(owns.length + 1), u32(16), ...owns, id(0xfe));
    const sets = labels.map(({ label, i, own }) =>
      set(CHANNEL_SET, own, [
        item('dictionaryId', hex(`060e2b34 0401010d 030201${number(label)} 00000000`)),
        item('symbol', utf16(`ch${label}`)),
        item('linkId', own),
        item('channelId', u32(i + 1)),
        item('groupLinkId', groupLink),
      ]),
    );
    track += 1;
    const described = triplet(key, join(value, item('subDescriptors', references)));
    return [described, ...sets, ...(track === 1 ? [group] : [])];
  });
  return laidOut(triplets, changed);
}

/** The same file, with an empty core framework of AMWA AS-11 in its header. */
export function withAs11Framework(file: Buffer): Buffer {
  const triplets = [...tripletsOf(file)];
  const at = triplets.findIndex(({ key }) => isStructure(key, 0x05)) + 1;
  const key = hex('060e2b34 02530101 0d010701 0b010100');
  const framework = triplet(key, join(u16(INSTANCE_ID), u16(16), id(1)));
  return laidOut(triplets, [...triplets.slice(0, at), framework, ...triplets.slice(at)]);
}

function number(label: ChannelLabel): string {
  return (CHANNELS.indexOf(label) + 1).toString(16).padStart(2, '0');
}

/** What is longer now is filled up to the grid, and every position after it moved by as much. */
function laidOut(before: readonly Triplet[], after: readonly Triplet[]): Buffer {
  const longer = written(after).length - written(before).length + HEAD_BYTES;
  const moved = Math.ceil(longer / GRID_BYTES) * GRID_BYTES;
  const end = 1 + after.findLastIndex(({ key }) => key.subarray(0, SET.length).equals(SET));
  const fill = triplet(FILL, Buffer.alloc(moved - longer));
  const all = [...after.slice(0, end), fill, ...after.slice(end)];
  return written(
    all.map((old) => ({ ...old, value: shifted(old.value, moved, positionsIn(old)) })),
  );
}

/** Where a partition, or the index of partitions at the end, has positions of the file. */
function positionsIn({ key, value }: Triplet): number[] {
  if (isStructure(key, 0x02)) return [24, 32];
  if (isStructure(key, 0x03) || isStructure(key, 0x04)) return [8, 16, 24];
  if (!isStructure(key, 0x11)) return [];
  return Array.from({ length: Math.floor(value.length / 12) }, (_, i) => 12 * i + 4);
}

/** A position of 0 is the start of the file, or none. */
function shifted(value: Buffer, by: number, positions: readonly number[]): Buffer {
  const result = Buffer.from(value);
  for (const at of positions) {
    const position = result.readBigUInt64BE(at);
    if (position > 0n) result.writeBigUInt64BE(position + BigInt(by), at);
  }
  return result;
}

function isStructure(key: Buffer, kind: number): boolean {
  return key.subarray(0, STRUCTURE.length).equals(STRUCTURE) && key[STRUCTURE.length] === kind;
}

function withItems(primer: Buffer): Buffer {
  const entries = Object.values(items).map(({ tag, label }) => join(u16(tag), hex(label)));
  const count = primer.readUInt32BE(0) + entries.length;
  return join(u32(count), primer.subarray(4), ...entries);
}

function set(kind: number, instance: Buffer, content: readonly Buffer[]): Triplet {
  const key = hex(`060e2b34 02530101 0d010101 0101${kind.toString(16)}00`);
  return triplet(key, join(u16(INSTANCE_ID), u16(instance.length), instance, ...content));
}

function item(name: keyof typeof items, value: Part): Buffer {
  const content = join(value);
  return join(u16(items[name].tag), u16(content.length), content);
}

function id(last: number): Buffer {
  return join(Buffer.alloc(15, 0xaa), u8(last));
}

function utf16(text: string): Buffer {
  return Buffer.from(text, 'utf16le').swap16();
}

/** Key, and a length of four bytes. */
const HEAD_BYTES = 20;

function triplet(key: Buffer, value: Buffer): Triplet {
  return { key, value, headBytes: HEAD_BYTES };
}

function written(triplets: readonly Triplet[]): Buffer {
  return join(
    ...triplets.flatMap(({ key, value, headBytes }) => {
      const lengthBytes = headBytes - key.length - 1;
      const length = Buffer.alloc(lengthBytes);
      if (lengthBytes > 0) length.writeUIntBE(value.length, 0, lengthBytes);
      return [key, u8(lengthBytes > 0 ? 0x80 | lengthBytes : value.length), length, value];
    }),
  );
}

function* tripletsOf(file: Buffer): Generator<Triplet> {
  for (let at = 0; at < file.length;) {
    const key = file.subarray(at, at + 16);
    const short = file.readUInt8(at + 16);
    const lengthBytes = short & 0x80 ? short & 0x7f : 0;
    const headBytes = 17 + lengthBytes;
    const length = lengthBytes > 0 ? file.readUIntBE(at + 17, lengthBytes) : short;
    const start = at + headBytes;
    yield { key, value: file.subarray(start, start + length), headBytes };
    at = start + length;
  }
}
