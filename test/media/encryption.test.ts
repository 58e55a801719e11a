import { isEncrypted, namesKey } from '../../src/media/encryption';
import { isFragment } from '../../src/media/fragment';
import { box, element, hex, join, u32, u8, type Part } from '../support/hostile/bytes';

/** A file of these parts, of which only the first bytes are at hand at once. */
function inputOf(...parts: readonly Part[]) {
  const file = join(...parts);
  return {
    firstBytes: file.subarray(0, 1000),
    sizeBytes: file.length,
    read: (position: number) => Promise.resolve(file.subarray(position, position + 100)),
  };
}

const ftyp = box('ftyp', 'isom', u32(512));
const media = box('mdat', Buffer.alloc(500));
const track = (...entries: readonly string[]): Buffer =>
  box(
    'trak',
    box('tkhd', Buffer.alloc(84)),
    box('mdia', box('minf', box('stbl', box('stsd', u32(0), u32(1), ...entries.map((type) => box(type, Buffer.alloc(78))))))),
  ); // prettier-ignore
const index = (...tracks: readonly Buffer[]): Buffer =>
  box('moov', box('mvhd', Buffer.alloc(100)), ...tracks);

describe('MP4', () => {
  it.each([
    ['pictures', [['encv'], ['mp4a']], true],
    ['sound', [['avc1'], ['enca']], true],
    ['all but its first seconds', [['avc1', 'encv']], true],
    ['sound of iTunes', [['drms']], true],
    ['nothing', [['avc1'], ['mp4a']], false],
  ] as const)('that encrypts %s', async (_, entries, encrypted) => {
    const tracks = entries.map((types) => track(...types));
    expect(await isEncrypted(inputOf(ftyp, index(...tracks), media))).toBe(encrypted);
    expect(await isEncrypted(inputOf(ftyp, media, media, media, index(...tracks)))).toBe(encrypted);
  });

  it('is not encrypted because its media hold the letters', async () => {
    expect(await isEncrypted(inputOf(ftyp, index(track('avc1')), box('mdat', 'encv')))).toBe(false);
  });
});

describe('a transport stream', () => {
  const packet = (id: number, control: number): Buffer =>
    join(hex('47'), u8(id >> 8), u8(id & 0xff), u8(control), Buffer.alloc(184));
  const table = packet(0, 0x10);
  const CLEAR = 0x10;

  it.each([
    ['the odd key', 0xd0, true],
    ['the even key', 0x90, true],
    ['no key', CLEAR, false],
  ])('of packets that carry %s', async (_, control, scrambled) => {
    const packets = Array.from({ length: 30 }, () => packet(0x100, control));
    expect(await isEncrypted(inputOf(table, table, ...packets))).toBe(scrambled);
  });

  it('of which one programme of several is scrambled can be watched', async () => {
    const packets = Array.from({ length: 30 }, (_, i) => packet(0x100 + i, i % 3 ? CLEAR : 0xd0));
    expect(await isEncrypted(inputOf(table, table, ...packets))).toBe(false);
  });

  it('with padding, and packets without payload, is judged by the others', async () => {
    const empty = [packet(0x1fff, 0xd0), packet(0x100, 0xe0)];
    expect(await isEncrypted(inputOf(table, table, ...empty, ...empty, ...empty))).toBe(false);
  });
});

it('a track of Matroska that names the key that it needs is encrypted', () => {
  const streams = [{ index: 0, disposition: {}, side_data_list: [], tags: { enc_key_id: 'AAE=' } }];
  const headers = { format: { format_name: 'matroska', tags: {} }, chapters: [] };
  expect(namesKey({ ...headers, streams })).toBe(true);
  expect(namesKey({ ...headers, streams: [] })).toBe(false);
});

describe('a piece of a film', () => {
  const headers = box('moov', box('mvhd', Buffer.alloc(100)), box('mvex', box('trex', u32(0))));
  const fragment = join(box('moof', box('mfhd', u32(0))), media);

  it.each([
    ['headers alone', [ftyp, headers], true],
    ['headers with an index of no segments', [ftyp, headers, box('sidx', u32(0))], true],
    ['a fragment alone', [fragment], true],
    ['a fragment with the marks of a segment', [box('styp', 'msdh'), box('sidx', u32(0)), fragment], true],
    ['a cluster of Matroska alone', [element('1f43b675', Buffer.alloc(100))], true],
    ['a fragmented film', [ftyp, headers, fragment], false],
    ['a film that is not fragmented', [ftyp, index(track('avc1')), media], false],
    ['a film whose media were cut off', [ftyp, index(track('avc1'))], false],
    ['a fragmented film that was cut off', [ftyp, headers, fragment.subarray(0, 12)], false],
    ['headers that were cut off', [ftyp, headers.subarray(0, -2)], false],
  ] as const)('%s: %s', async (_, parts, isPiece) => {
    expect(await isFragment(inputOf(...parts))).toBe(isPiece);
  }); // prettier-ignore
});
