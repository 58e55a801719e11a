import { deflateSync } from 'node:zlib';
import { withExternalTrack } from '../../../tools/samples/mp4-boxes';
import { afterType, box, hex, join, nested, overwritten, u16, u32, u64 } from './bytes';
import { changed, filesOf, type HostileFile } from './hostile-file';
import { referenceMovie } from './playlists';

/* What MP4 and MOV can be made to say. */

const FASTSTART = 'h264-aac.mp4';
/** Its index comes last, so that nothing moves when the index grows. */
const INDEX_LAST = 'rotated.mov';
const FRAGMENTED = 'fragmented.mp4';

const ftyp = box('ftyp', 'isom', u32(512), 'isomiso2avc1mp41');

/** The first box of a type with some bytes of its content written over. */
const poke = (type: string, offset: number, bytes: Buffer, sample = FASTSTART) =>
  changed(sample, (file) => overwritten(file, afterType(file, type) + offset, bytes));

/** Of a full box: version, flags, two times; then time scale and duration. */
const MVHD_TIMESCALE = 12;
const MVHD_DURATION = 16;
const SECONDS = (seconds: number) => u32(seconds * 1000);
const MAX = u32(0xffffffff);

const external = (target: string) => changed(INDEX_LAST, (file) => withExternalTrack(file, target));

export const reference: readonly HostileFile[] = filesOf(
  'reference',
  ['alias.mov', 'external_reference', external('/etc/passwd')],
  ['alias-relative.mov', 'external_reference', external('../../../../etc/passwd')],
  ['alias-share.mov', 'external_reference', external('//127.0.0.1/share/film.mov')],
  ['alias-url.mov', 'external_reference', external('http://127.0.0.1:1/film.mov')],
  ['movie-url.mov', 'external_reference', referenceMovie('url ', 'http://127.0.0.1:1/film.mov')],
  ['movie-file.mov', 'external_reference', referenceMovie('url ', 'file:///etc/passwd')],
  ['movie-alias.mov', 'external_reference', referenceMovie('alis', '/etc/passwd')],
);

const compressedIndex = (unpackedBytes: number, content: Buffer) =>
  join(
    ftyp,
    box('moov', box('cmov', box('dcom', 'zlib'), box('cmvd', u32(unpackedBytes), content))),
  );

export const bomb: readonly HostileFile[] = filesOf(
  'bomb',
  [
    'index-100-mb.mov',
    'truncated',
    () => compressedIndex(100_000_000, deflateSync(Buffer.alloc(100_000_000))),
  ],
  ['index-4-gb.mov', 'parser_memory', compressedIndex(0xfffffff0, deflateSync(Buffer.alloc(1000)))],
  ['samples-2-billion.mp4', 'ready', poke('stsz', 4, join(u32(1), u32(0x7fffffff)))],
  ['times-2-billion.mp4', 'ready', poke('stts', 8, join(u32(0x7fffffff), u32(1)))],
);

export const duration: readonly HostileFile[] = filesOf(
  'duration',
  ['day-and-two-hours.mp4', 'too_long', poke('mvhd', MVHD_DURATION, SECONDS(26 * 3600))],
  ['century.mp4', 'too_long', poke('mvhd', MVHD_TIMESCALE, join(u32(1), u32(3_155_760_000)))],
  ['largest.mp4', 'too_long', poke('mvhd', MVHD_DURATION, MAX)],
  ['nothing.mp4', 'ready', poke('mvhd', MVHD_DURATION, u32(0))],
  ['negative.mp4', 'too_long', poke('mvhd', MVHD_DURATION, u32(0x80000000))],
  ['no-time-scale.mp4', 'ready', poke('mvhd', MVHD_TIMESCALE, u32(0))],
  ['no-media-time-scale.mp4', 'ready', poke('mdhd', MVHD_TIMESCALE, u32(0))],
);

export const nesting: readonly HostileFile[] = [
  ...(
    [
      ['moov', 'truncated'],
      ['trak', 'truncated'],
      ['meta', 'truncated'],
      ['udta', 'unreadable'],
      ['ilst', 'unreadable'],
    ] as const
  ).flatMap(([type, outcome]) =>
    filesOf('nesting', [
      `${type}-1000.mp4`,
      outcome,
      join(
        ftyp,
        nested(1000, (inner) => box(type, inner)),
      ),
    ]),
  ),
];

export const length: readonly HostileFile[] = filesOf(
  'length',
  ['box-0.mp4', 'no_media_streams', join(ftyp, u32(0), 'moov', Buffer.alloc(1000))],
  ['box-1.mp4', 'truncated', join(ftyp, u32(1), 'moov', Buffer.alloc(1000))],
  ['box-7.mp4', 'truncated', join(ftyp, u32(7), 'moov', Buffer.alloc(1000))],
  ['box-4-gb.mp4', 'truncated', join(ftyp, MAX, 'moov', Buffer.alloc(1000))],
  ['box-exabytes.mp4', 'truncated', join(ftyp, u32(1), 'moov', u64(1n << 62n))],
  ['box-negative.mp4', 'truncated', join(ftyp, u32(1), 'moov', u64(0xffffffffffffffffn))],
  ['ftyp-4-gb.mp4', 'truncated', poke('ftyp', -8, MAX)],
  ['inner-too-long.mp4', 'ready', poke('mdia', -8, MAX)],
  ['description-too-long.mp4', 'ready', poke('avcC', -8, MAX)],
);

export const table: readonly HostileFile[] = filesOf(
  'table',
  ['chunks-4-billion.mp4', 'parser_memory', poke('stco', 4, MAX)],
  ['chunks-outside.mp4', 'ready', poke('stco', 8, MAX)],
  ['sizes-4-billion.mp4', 'unreadable', poke('stsz', 8, MAX)],
  ['size-of-one-4-gb.mp4', 'unreadable', poke('stsz', 12, MAX)],
  ['times-4-billion.mp4', 'parser_memory', poke('stts', 4, MAX)],
  ['time-negative.mp4', 'ready', poke('stts', 12, MAX)],
  ['keys-4-billion.mp4', 'unreadable', poke('stss', 4, MAX)],
  ['groups-4-billion.mp4', 'unreadable', poke('stsc', 4, MAX)],
  ['group-of-none.mp4', 'ready', poke('stsc', 12, u32(0))],
  ['descriptions-4-billion.mp4', 'unreadable', poke('stsd', 4, MAX)],
  ['edits-4-billion.mp4', 'ready', poke('elst', 4, MAX)],
  ['edit-negative.mp4', 'ready', poke('elst', 12, MAX)],
  ['no-handler.mp4', 'ready', poke('hdlr', 8, hex('00000000'))],
  ['fragment-negative.mp4', 'ready', poke('trun', 8, MAX, FRAGMENTED)],
  ['fragment-4-billion.mp4', 'unreadable', poke('trun', 4, MAX, FRAGMENTED)],
  ['fragment-of-no-track.mp4', 'unreadable', poke('tfhd', 4, MAX, FRAGMENTED)],
  ['track-0.mp4', 'ready', poke('tkhd', 12, u32(0))],
);

const AVC1_WIDTH = 24;
export const picture: readonly HostileFile[] = filesOf(
  'picture',
  ['declared-65535.mp4', 'ready', poke('avc1', AVC1_WIDTH, join(u16(65535), u16(65535)))],
  ['declared-0.mp4', 'ready', poke('avc1', AVC1_WIDTH, u32(0))],
  ['shown-at-65535.mp4', 'ready', poke('tkhd', 76, join(MAX, MAX))],
);
