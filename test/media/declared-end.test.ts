import { declaredEnd } from '../../src/media/declared-end';
import { box, ebmlLength, hex, join, u32, u32le, u64, type Part } from '../support/hostile/bytes';

/** What a file of these parts announces; only its first 64 bytes are at hand at once. */
async function endOf(...parts: readonly Part[]): Promise<number | undefined> {
  return (await declaredEndOf(...parts))?.bytes;
}

function declaredEndOf(...parts: readonly Part[]): ReturnType<typeof declaredEnd> {
  const file = join(...parts);
  return declaredEnd({
    firstBytes: file.subarray(0, 64),
    sizeBytes: file.length,
    read: (position) => Promise.resolve(file.subarray(position, position + 5)),
  });
}

const ftyp = box('ftyp', 'isom', u32(512));
const media = box('mdat', Buffer.alloc(500));
const index = box('moov', Buffer.alloc(300));

describe('MP4', () => {
  it('ends with its index or its media, whichever is last', async () => {
    const end = ftyp.length + index.length + media.length;
    expect(await endOf(ftyp, index, media)).toBe(end);
    expect(await endOf(ftyp, media, index)).toBe(end);
    expect(await endOf(ftyp, index, box('free'), media)).toBe(end + 8);
  });

  it('announces what was cut off', async () => {
    const end = ftyp.length + index.length + media.length;
    expect(await endOf(ftyp, index, media.subarray(0, 20))).toBe(end);
    expect(await endOf(ftyp, media, index.subarray(0, 20))).toBe(end);
    expect(await endOf(ftyp, index.subarray(0, 20))).toBe(ftyp.length + index.length);
  });

  it('must hold media after an index', async () => {
    expect(await endOf(ftyp, index)).toBeGreaterThan(ftyp.length + index.length);
  });

  it('may have a length of 64 bits, or reach to the end of the file', async () => {
    expect(await endOf(ftyp, index, u32(1), 'mdat', u64(1000n))).toBe(
      ftyp.length + index.length + 1000,
    );
    expect(await endOf(ftyp, u32(0), 'mdat', Buffer.alloc(50))).toBeUndefined();
  });

  it('may miss a few bytes of media after its index, and of nothing else', async () => {
    const cut = media.subarray(0, -16);
    expect((await declaredEndOf(ftyp, index, cut))?.spareBytes).toBe(16);
    expect((await declaredEndOf(ftyp, media, index.subarray(0, -16)))?.spareBytes).toBe(0);
    expect((await declaredEndOf(ftyp, cut))?.spareBytes).toBe(0);
  });

  it('is not asked for the fragments after the first', async () => {
    const fragment = [box('moof', Buffer.alloc(50)), media];
    const first = ftyp.length + index.length + 58 + media.length;
    expect(await endOf(ftyp, index, ...fragment, ...fragment, u32(9999), 'moof')).toBe(first);
  });
});

describe('Matroska', () => {
  const header = join(hex('1a45dfa3 84'), Buffer.alloc(4));
  const segment = hex('18538067');

  it('ends with its segment', async () => {
    expect(await endOf(header, segment, ebmlLength(1000n))).toBe(header.length + 12 + 1000);
    expect(await endOf(header, segment, hex('88'))).toBe(header.length + 5 + 8);
  });

  it('that is live announces nothing', async () => {
    expect(await endOf(header, segment, hex('01ffffffffffffff'))).toBeUndefined();
    expect(await endOf(header, segment, hex('ff'))).toBeUndefined();
  });

  it('of which there is too little announces nothing', async () => {
    expect(await endOf(header, segment)).toBeUndefined();
    expect(await endOf(hex('1a45dfa3 01'), Buffer.alloc(12, 0xff))).toBeUndefined();
  });
});

describe('RIFF', () => {
  it('ends where it says, whether or not its head is counted in', async () => {
    expect(await endOf('RIFF', u32le(1000), 'AVI ')).toBe(1000);
  });

  it.each([0x7fff_ffff, 0x8000_0024, 0xffff_ffff])(
    'that was written to a pipe (%i) announces nothing',
    async (length) => {
      expect(await endOf('RIFF', u32le(length), 'WAVE')).toBeUndefined();
    },
  );
});

it.each([['G'.repeat(400)], ['OggS and more'], ['RIFF'], ['']])(
  'what has no length of its own announces nothing (%s)',
  async (text) => {
    expect(await endOf(text)).toBeUndefined();
  },
);
