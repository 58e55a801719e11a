import { deflateSync } from 'node:zlib';
import { afterType, f64, hex, join, noise, overwritten, u16, u32 } from './bytes';
import { changed, filesOf, type HostileFile } from './hostile-file';

/* MP3 and FLV: tags before sound, scripts before pictures. */

/** The sound of an MP3 after a tag of these frames. */
const mp3 = (frames: () => Buffer) =>
  changed('cover.mp3', (file) => {
    const content = frames();
    const syncsafe = [21, 14, 7, 0].map((shift) => (content.length >> shift) & 0x7f);
    const own = [6, 7, 8, 9].reduce((sum, at) => sum * 128 + file.readUInt8(at), 0);
    return join('ID3', hex('03 00 00'), Buffer.from(syncsafe), content, file.subarray(10 + own));
  });
const frame = (id: string, content: Buffer, flags = 0): Buffer =>
  join(id, u32(content.length), u16(flags), content);
const COMPRESSED = 0x80;

/** AMF of FLV: a script tag of this content before the film. */
const flv = (amf: Buffer) =>
  changed('flash.flv', (file) => {
    const head = join(hex('12'), u32(amf.length).subarray(1), hex('00000000 000000'));
    return join(file.subarray(0, 13), head, amf, u32(amf.length + 11), file.subarray(13));
  });
const amfText = (text: string): Buffer => join(u16(text.length), text);
const metadata = (content: Buffer): Buffer =>
  join(hex('02'), amfText('onMetaData'), hex('08'), u32(1), content, hex('000009'));
const flvLasting = (seconds: number) =>
  changed('flash.flv', (file) => overwritten(file, afterType(file, 'duration') + 1, f64(seconds)));
const nestedObjects = (depth: number): Buffer =>
  join(...Array.from({ length: depth }, () => join(amfText('a'), hex('03'))));

export const bomb: readonly HostileFile[] = filesOf(
  'bomb',
  [
    'tag-1-gb.mp3',
    'ready',
    mp3(() => frame('TXXX', join(u32(1_000_000_000), deflateSync(Buffer.alloc(1000))), COMPRESSED)),
  ],
  [
    'tag-50-mb.mp3',
    'ready',
    mp3(() =>
      frame('TIT2', join(u32(50_000_000), deflateSync(Buffer.alloc(50_000_000, 'x'))), COMPRESSED),
    ),
  ],
);

export const duration: readonly HostileFile[] = filesOf(
  'duration',
  ['thirty-hours.flv', 'too_long', flvLasting(30 * 3600)],
  ['infinite.flv', 'ready', flvLasting(Infinity)],
  ['no-number.flv', 'ready', flvLasting(NaN)],
);

export const nesting: readonly HostileFile[] = filesOf(
  'nesting',
  ['objects-10.flv', 'ready', flv(metadata(nestedObjects(10)))],
  ['objects-10000.flv', 'ready', flv(metadata(nestedObjects(10_000)))],
);

export const tags: readonly HostileFile[] = filesOf(
  'tags',
  [
    'text-6-mb.mp3',
    'too_much_metadata',
    mp3(() => frame('COMM', join(hex('00'), 'eng', hex('00'), 'x'.repeat(6_000_000)))),
  ],
  [
    'text-10000.mp3',
    'ready',
    mp3(() =>
      join(
        ...Array.from({ length: 10_000 }, (_, i) =>
          frame('TXXX', join(hex('00'), `${i}`, hex('00'), 'x')),
        ),
      ),
    ),
  ],
  ['half-surrogate.mp3', 'ready', mp3(() => frame('TIT2', join(hex('01 fffe 00d8 4100'))))],
  [
    'cover-not-a-picture.mp3',
    'ready',
    mp3(() => frame('APIC', join(hex('00'), 'image/png', hex('00 03 00'), noise(5000)))),
  ],
  [
    'cover-elsewhere.mp3',
    'ready',
    mp3(() => frame('APIC', join(hex('00'), '-->', hex('00 03 00'), 'file:///etc/passwd'))),
  ],
);

export const length: readonly HostileFile[] = filesOf(
  'length',
  [
    'tag-256-mb.mp3',
    'unreadable',
    changed('cover.mp3', (file) => overwritten(file, 6, hex('7f7f7f7f'))),
  ],
  [
    'header-16-mb.flv',
    'unreadable',
    changed('flash.flv', (file) => overwritten(file, 14, hex('ffffff'))),
  ],
);

export const inside: readonly HostileFile[] = filesOf('inside', [
  'list-after-tag.mp3',
  'unsupported_format',
  join(
    'ID3',
    hex('03 00 00 0000000a'),
    Buffer.alloc(10),
    '#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n',
  ),
]);
