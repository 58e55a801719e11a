import { afterType, chunk, join, nested, overwritten, u16le, u32le } from './bytes';
import { changed, filesOf, type HostileFile } from './hostile-file';

/* AVI and WAV. */

const riff = (type: string, ...chunks: readonly Buffer[]): Buffer => chunk('RIFF', type, ...chunks);

/** A tenth of a second of silence. */
function wav(changes: { channels?: number; rate?: number; bits?: number } = {}, ...more: Buffer[]) {
  const { channels = 1, rate = 8000, bits = 16 } = changes;
  const block = Math.ceil((channels * bits) / 8) & 0xffff;
  const format = join(
    u16le(1),
    u16le(channels),
    u32le(rate),
    u32le((rate * block) >>> 0),
    u16le(block),
    u16le(bits),
  );
  return riff('WAVE', chunk('fmt ', format), ...more, chunk('data', Buffer.alloc(1600)));
}

/** An AVI with some bytes after a type written over. */
const avi = (type: string, offset: number, bytes: Buffer) =>
  changed('mpeg4.avi', (file) => overwritten(file, afterType(file, type) + offset, bytes));
/** Of the main header, and of a stream's, after the length of the chunk. */
const MICROSECONDS_A_PICTURE = 4;
const PICTURES = 20;
const STREAMS = 28;
const SCALE_AND_RATE = 24;

export const streams: readonly HostileFile[] = filesOf('streams', [
  'header-of-65535.avi',
  'ready',
  avi('avih', STREAMS, u32le(65535)),
]);

export const duration: readonly HostileFile[] = filesOf(
  'duration',
  ['all-pictures.avi', 'ready', avi('avih', PICTURES, u32le(0xffffffff))],
  ['slow.avi', 'ready', avi('avih', MICROSECONDS_A_PICTURE, u32le(0xffffffff))],
  [
    'data-4-gb.wav',
    'ready',
    changed('pcm.wav', (file) => overwritten(file, afterType(file, 'data'), u32le(0xfffffffe))),
  ],
);

export const nesting: readonly HostileFile[] = filesOf('nesting', [
  'lists-1000.avi',
  'unreadable',
  riff(
    'AVI ',
    nested(1000, (inner) => chunk('LIST', 'hdrl', inner)),
  ),
]);

export const tags: readonly HostileFile[] = filesOf('tags', [
  'text-in-wav.wav',
  'ready',
  wav({}, chunk('LIST', 'INFO', chunk('INAM', '東京\0<b>'))),
]);

export const length: readonly HostileFile[] = filesOf(
  'length',
  ['riff-0.avi', 'ready', avi('RIFF', 0, u32le(0))],
  ['riff-4-gb.avi', 'ready', avi('RIFF', 0, u32le(0xffffffff))],
  ['header-4-gb.avi', 'unreadable', avi('strh', 0, u32le(0xffffffff))],
  [
    'format-4-gb.wav',
    'unreadable',
    changed('pcm.wav', (file) => overwritten(file, afterType(file, 'fmt '), u32le(0xffffffff))),
  ],
);

export const rate: readonly HostileFile[] = filesOf(
  'rate',
  ['channels-0.wav', 'unreadable', wav({ channels: 0 })],
  ['channels-65535.wav', 'unreadable', wav({ channels: 65535 })],
  ['rate-0.wav', 'unreadable', wav({ rate: 0 })],
  ['rate-4-billion.wav', 'unreadable', wav({ rate: 0xffffffff })],
  ['bits-0.wav', 'no_media_streams', wav({ bits: 0 })],
  ['bits-65535.wav', 'no_media_streams', wav({ bits: 65535 })],
  ['rate-0.avi', 'ready', avi('strh', SCALE_AND_RATE, Buffer.alloc(8))],
);

export const inside: readonly HostileFile[] = filesOf('inside', [
  'stream-in-wav.wav',
  'ready',
  async (samples) =>
    riff('WAVE', wav().subarray(12, 36), chunk('data', await samples('captions.ts'))),
]);
