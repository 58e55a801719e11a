import { afterType, hex, join, overwritten, u16, u32 } from './bytes';
import { changed, filesOf, type HostileFile } from './hostile-file';

/* Transport streams by hand, and formats in which something else is hidden. */

const PROGRAMME_PID = 0x100;

/** A transport stream whose programme lists this many streams, in one section of 1,021 bytes at most. */
function programme(streamCount: number): Buffer {
  const section = (id: number, body: Buffer): Buffer => {
    const content = join(body, u32(0));
    const head = join(Buffer.from([id]), u16(0xb000 | content.length), content);
    head.writeUInt32BE(crcMpeg(head.subarray(0, -4)), head.length - 4);
    return head;
  };
  const streams = Array.from({ length: streamCount }, (_, i) =>
    join(hex('0f'), u16(0xe000 | (0x200 + i)), u16(0xf000)),
  );
  const pat = section(0, join(hex('0001c10000 0001 e100')));
  const pmt = section(2, join(hex('0001c10000 e200 f000'), ...streams));
  return join(...packetize(0, pat), ...packetize(PROGRAMME_PID, pmt), ...FILLING);
}

/** For a parser to see that it is a transport stream. */
const FILLING = Array.from({ length: 100 }, () => join(hex('471fff10'), Buffer.alloc(184, 0xff)));

function packetize(pid: number, section: Buffer): Buffer[] {
  const content = join(hex('00'), section);
  const result: Buffer[] = [];
  for (let at = 0; at < content.length; at += 184) {
    const first = at === 0 ? 0x4000 : 0;
    const payload = content.subarray(at, at + 184);
    const counter = 0x10 | (result.length & 15);
    const filling = Buffer.alloc(184 - payload.length, 0xff);
    result.push(join(hex('47'), u16(first | pid), Buffer.from([counter]), payload, filling));
  }
  return result;
}

function crcMpeg(bytes: Buffer): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte << 24;
    for (let bit = 0; bit < 8; bit += 1)
      crc = crc & 0x80000000 ? (crc << 1) ^ 0x04c11db7 : crc << 1;
  }
  return crc >>> 0;
}

export const streams: readonly HostileFile[] = filesOf(
  'streams',
  ['programme-128.ts', 'truncated', programme(128)],
  ['programme-200.ts', 'truncated', programme(200)],
);

export const length: readonly HostileFile[] = filesOf(
  'length',
  [
    'key-exabytes.mxf',
    'ready',
    changed('xdcam-like.mxf', (file) => overwritten(file, 16, hex('887fffffffffffffff'))),
  ],
  [
    'header-exabytes.wmv',
    'ready',
    changed('wmv.wmv', (file) => overwritten(file, 16, hex('ffffffffffffff7f'))),
  ],
  [
    'page-of-nothing.ogv',
    'ready',
    changed('theora-vorbis.ogv', (file) => overwritten(file, 26, hex('00'))),
  ],
);

/** Two formats at once, or one hidden in the other. */
export const inside: readonly HostileFile[] = filesOf(
  'inside',
  [
    'page-and-film.mp4',
    'ready',
    changed('h264-aac.mp4', (file) => join(file, '<script>alert(1)</script>')),
  ],
  [
    'archive-and-film.mp4',
    'ready',
    changed('h264-aac.mp4', (file) => join(file, hex('504b0506'), Buffer.alloc(18))),
  ],
  [
    'film-in-document.mp4',
    'unsupported_format',
    changed('h264-aac.mp4', (file) => join('%PDF-1.7\n', file)),
  ],
  [
    'list-in-film.mp4',
    'ready',
    changed('rotated.mov', (file) =>
      overwritten(file, afterType(file, 'mdat'), Buffer.from('#EXTM3U\nfile:///etc/passwd\n')),
    ),
  ],
  ['film-twice.mp4', 'ready', changed('h264-aac.mp4', (file) => join(file, file))],
  [
    'matroska-in-mp4.mp4',
    'ready',
    async (samples) => join(await samples('h264-aac.mp4'), await samples('hdr10.mkv')),
  ],
  [
    'mp4-in-matroska.mkv',
    'unreadable',
    async (samples) => join(hex('1a45dfa3 80 18538067 80'), await samples('h264-aac.mp4')),
  ],
);
