import { deflateSync } from 'node:zlib';
import { ebmlLength, element, f64, hex, join, nested, u8 } from './bytes';
import { filesOf, type HostileFile } from './hostile-file';
import {
  block,
  cluster,
  ebml,
  film,
  info,
  plain,
  SAMPLES,
  segment,
  sound,
  tracks,
} from './matroska-elements';

/* Matroska that lies about its streams, lengths and pictures. */

const many = (count: number): Buffer =>
  segment(
    info(),
    tracks(...Array.from({ length: count }, (_, i) => sound({ number: i + 1 }))),
    SAMPLES,
  );

export const streams: readonly HostileFile[] = filesOf(
  'streams',
  ['streams-128.mkv', 'ready', many(128)],
  ['streams-129.mkv', 'too_many_streams', many(129)],
  ['streams-500.mkv', 'too_many_streams', many(500)],
  ['streams-20000.mkv', 'too_many_streams', many(20_000)],
);

/** A track whose packets are compressed by zlib. */
const compressed = element(
  '6d80',
  element(
    '6240',
    element('5031', u8(0)),
    element('5033', u8(0)),
    element('5034', element('4254', u8(0))),
  ),
);
const bombBlock = (): Buffer => block(deflateSync(Buffer.alloc(200_000_000)));

export const bomb: readonly HostileFile[] = filesOf('bomb', [
  'packet-200-mb.mkv',
  'ready',
  () => segment(info(), tracks(sound({ more: compressed })), cluster(bombBlock())),
]);

const lasting = (bytes: Buffer): Buffer => segment(info(element('4489', bytes)), plain, SAMPLES);

export const duration: readonly HostileFile[] = filesOf(
  'duration',
  ['thirty-hours.mkv', 'too_long', lasting(f64(30 * 3600 * 1000))],
  ['universe.mkv', 'too_long', lasting(f64(1e15))],
  ['infinite.mkv', 'ready', lasting(f64(Infinity))],
  ['no-number.mkv', 'ready', lasting(f64(NaN))],
  ['before-zero.mkv', 'ready', lasting(f64(-1e9))],
  ['beyond-numbers.mkv', 'ready', lasting(f64(1e300))],
  ['almost-nothing.mkv', 'ready', lasting(f64(5e-324))],
);

export const nesting: readonly HostileFile[] = filesOf(
  'nesting',
  [
    'chapters-1000.mkv',
    'ready',
    segment(
      info(),
      plain,
      element(
        '1043a770',
        element(
          '45b9',
          nested(1000, (inner) => element('b6', inner)),
        ),
      ),
      SAMPLES,
    ),
  ],
  [
    'tags-1000.mkv',
    'ready',
    segment(
      info(),
      plain,
      element(
        '1254c367',
        element(
          '7373',
          nested(1000, (inner) => element('67c8', inner)),
        ),
      ),
      SAMPLES,
    ),
  ],
  [
    'segments-1000.mkv',
    'unreadable',
    join(
      ebml,
      nested(1000, (inner) => element('18538067', inner)),
    ),
  ],
);

export const length: readonly HostileFile[] = filesOf(
  'length',
  [
    'segment-petabytes.mkv',
    'truncated',
    join(ebml, hex('18538067'), ebmlLength(1n << 50n), info(), plain, SAMPLES),
  ],
  [
    'tracks-petabytes.mkv',
    'ready',
    segment(info(), hex('1654ae6b'), ebmlLength(1n << 50n), sound(), SAMPLES),
  ],
  [
    'codec-petabytes.mkv',
    'no_media_streams',
    segment(info(), tracks(element('ae', hex('86'), ebmlLength(1n << 50n), 'A_PCM')), SAMPLES),
  ],
  [
    'block-petabytes.mkv',
    'ready',
    segment(info(), plain, cluster(join(hex('a3'), ebmlLength(1n << 50n), hex('81000080')))),
  ],
  ['length-of-zero.mkv', 'unreadable', join(ebml, hex('18538067 00'))],
);

export const reference: readonly HostileFile[] = filesOf(
  'reference',
  [
    'next-file.mkv',
    'ready',
    segment(
      info(element('3e83bb', '/etc/passwd'), element('3c83ab', 'http://127.0.0.1:1/')),
      plain,
      SAMPLES,
    ),
  ],
  [
    'segment-of-another.mkv',
    'ready',
    segment(info(element('4444', Buffer.alloc(16, 1))), plain, SAMPLES),
  ],
);

export const picture: readonly HostileFile[] = filesOf(
  'picture',
  ['film-65535.mkv', 'picture_too_large', segment(info(), tracks(film(65535, 65535)), SAMPLES)],
  [
    'film-2-billion.mkv',
    'picture_too_large',
    segment(info(), tracks(film(0x7fffffff, 0x7fffffff)), SAMPLES),
  ],
  [
    'film-negative.mkv',
    'picture_too_large',
    segment(info(), tracks(film(0xffffffff, 0xffffffff)), SAMPLES),
  ],
  ['film-0.mkv', 'truncated', segment(info(), tracks(film(0, 0)), SAMPLES)],
  ['film-8193.mkv', 'picture_too_large', segment(info(), tracks(film(8193, 8192)), SAMPLES)],
  [
    'raw-16k.mkv',
    'picture_too_large',
    segment(info(), tracks(film(16384, 16384, 'V_UNCOMPRESSED')), SAMPLES),
  ],
);
