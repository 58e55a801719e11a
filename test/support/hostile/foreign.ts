import { gzipSync } from 'node:zlib';
import { box, hex, join, noise, u32, u32le } from './bytes';
import { changed, filesOf, whole, type HostileFile, type HostileOutcome } from './hostile-file';

/* Files that are something else. */

const SIZES = [1, 2, 3, 7, 8, 12, 100, 187, 188, 4095, 4096, 65_536, 1_000_000];

/** Beginnings of the containers that the platform takes, and what they are with noise and with zeros after. */
const beginnings: readonly (readonly [string, Buffer, HostileOutcome, HostileOutcome])[] = [
  ['mp4', box('ftyp', 'isom', u32(512), 'isomiso2avc1mp41'), 'truncated', 'truncated'],
  ['mov', join(u32(0), 'moov'), 'no_media_streams', 'no_media_streams'],
  ['mkv', hex('1a45dfa3'), 'unreadable', 'unsupported_format'],
  ['flv', join('FLV', hex('01 05 00000009 00000000')), 'no_media_streams', 'unreadable'],
  ['ogg', join('OggS', hex('00 02')), 'unreadable', 'unreadable'],
  ['flac', join('fLaC'), 'unreadable', 'unreadable'],
  ['mp3', join('ID3', hex('04 00 00 00000010')), 'unsupported_format', 'unsupported_format'],
  ['avi', join('RIFF', u32le(0xffff), 'AVI LIST'), 'no_media_streams', 'unreadable'],
  ['wav', join('RIFF', u32le(0xffff), 'WAVEfmt '), 'unreadable', 'unreadable'],
  ['aiff', join('FORM', u32(0xffff), 'AIFF'), 'unreadable', 'unreadable'],
  ['w64', join('riff', hex('2e91cf11a5d628db04c10000')), 'unreadable', 'unreadable'],
  ['mxf', hex('060e2b34020501010d01020101020400'), 'unreadable', 'unreadable'],
  ['wmv', hex('3026b2758e66cf11a6d900aa0062ce6c'), 'unreadable', 'unreadable'],
  ['mpg', hex('000001ba44000400'), 'unreadable', 'unreadable'],
  ['ac3', hex('0b77'), 'unsupported_format', 'unsupported_format'],
  ['dv', hex('1f0700'), 'unsupported_format', 'unsupported_format'],
  ['ts', hex('474000'), 'unsupported_format', 'unsupported_format'],
];

export const random: readonly HostileFile[] = [
  ...SIZES.flatMap((size) =>
    filesOf('random', [`random-${size}.mp4`, 'unsupported_format', noise(size, `size ${size}`)]),
  ),
  ...beginnings.flatMap(([name, bytes, outcome]) =>
    filesOf('random', [`beginning.${name}`, outcome, join(bytes, noise(65_536, name))]),
  ),
];

export const zero: readonly HostileFile[] = [
  ...filesOf('zero', ['empty.mp4', 'empty_file', ''], ['empty', 'empty_file', '']),
  ...[1, 512, 4096, 1_000_000].flatMap((size) =>
    filesOf('zero', [`zeros-${size}.mp4`, 'unsupported_format', Buffer.alloc(size)]),
  ),
  ...beginnings.flatMap(([name, bytes, , outcome]) =>
    filesOf('zero', [`zeros.${name}`, outcome, join(bytes, Buffer.alloc(65_536))]),
  ),
];

const CLIP = 'h264-aac.mp4';

export const extension: readonly HostileFile[] = [
  ...['mkv', 'mp3', 'ts', 'm3u8', 'txt', 'jpg', 'exe', 'mp4.exe', 'ffconcat'].flatMap((wrong) =>
    filesOf('extension', [`film.${wrong}`, 'ready', whole(CLIP)]),
  ),
  ...filesOf(
    'extension',
    ['matroska.mp4', 'ready', whole('hdr10.mkv')],
    ['stream.mp4', 'ready', whole('captions.ts')],
    ['sound.mkv', 'ready', whole('pcm.wav')],
    ['text.mp4', 'unsupported_format', 'no film\n'.repeat(100)],
    ['page.mp4', 'unsupported_format', '<!DOCTYPE html><script>alert(1)</script>'],
    ['data.mp4', 'unsupported_format', JSON.stringify({ moov: [1, 2, 3] })],
    ['script.mp4', 'unsupported_format', '#!/bin/sh\nrm -rf /\n'],
    ['document.mp4', 'unsupported_format', join('%PDF-1.7\n', noise(1000))],
    ['program.mp4', 'unsupported_format', join(hex('7f454c46020101'), noise(1000))],
    ['library.mp4', 'unsupported_format', join('SQLite format 3\0', noise(1000))],
    ['picture.mp4', 'unsupported_format', join(hex('ffd8ffe000104a464946'), noise(1000))],
    ['animation.mp4', 'unsupported_format', join('GIF89a', noise(1000))],
    ['archive.mp4', 'unsupported_format', changed(CLIP, (file) => gzipSync(file))],
    ['zip.mp4', 'unsupported_format', join(hex('504b0304140000000800'), noise(1000))],
    ['subtitles.mp4', 'unsupported_format', '1\n00:00:00,000 --> 00:00:01,000\nHi\n'],
    ['vector.mp4', 'unsupported_format', '<svg><image href="file:///etc/passwd"/></svg>'],
  ),
];
