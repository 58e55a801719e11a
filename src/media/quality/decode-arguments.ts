import { allowedDemuxers } from '../allow-list';
import type { MediaInput } from '../media-source';
import { GRID_HEIGHT, GRID_WIDTH } from './grid';
import type { ColourCoding } from './colour';
import { SOUND_RATE, type Plan, type PicturePlan } from './plan';
import type { PreviewPlan } from './preview-plan';
import { hdrToSdr } from './sdr';
import type { SoundPlan } from './sound-programmes';

/** What of the decode comes out where; each programme of sound has two more after these. */
export const outputs = {
  ...{ grid: 1, pictureRecords: 3, levels: 4, scan: 5 },
  ...{ largePreviews: 6, sheet: 7, firstSound: 8 },
} as const;

function soundOutputs(programme: number): { records: number; pcm: number } {
  const records = outputs.firstSound + 2 * programme;
  return { records, pcm: records + 1 };
}

/** 1 picture in so many is looked at in full size. */
export const LEVELS_EVERY = 30;

/**
 * Columns in the middle in which fields are looked for. `idet` keeps pictures, which takes a fifth of a
 * decode in HD; of a copy of these columns it is a tenth.
 */
const SCAN_WIDTH = 720;

/** Quantisers of JPEG, 2 to 31; less is better. */
const LARGE_QUALITY = 4;
const SHEET_QUALITY = 6;

/** The filters of both graphs. The platform's own ffmpeg is built with these. */
export const usedFilters = [
  'aformat',
  'ametadata',
  'aresample',
  'ashowinfo',
  'blackdetect',
  'channelmap',
  'colorchannelmixer',
  'copy',
  'crop',
  'cropdetect',
  'ebur128',
  'format',
  'fps',
  'freezedetect',
  'hflip',
  'idet',
  'join',
  'lutrgb',
  'metadata',
  'nullsink',
  'scale',
  'select',
  'setpts',
  'showinfo',
  'split',
  'tile',
  'transpose',
  'vflip',
] as const;

export interface DecodeOptions {
  readonly maxPixels: number;
  readonly maxStreams: number;
  readonly threads: number;
}

/** One decode that feeds every measure. */
export function decodeArguments(
  input: Pick<MediaInput, 'url' | 'protocols' | 'options'>,
  { picture, sounds }: Plan,
  { maxPixels, maxStreams, threads }: DecodeOptions,
): string[] {
  // a graph is built anew where its input changes: one that had both would forget the sound with the picture
  const graphs = [...(picture ? [pictureGraph(picture)] : []), ...sounds.map(soundGraph)];
  return [
    ...['-nostdin', '-hide_banner', '-nostats', '-v', 'repeat+level+info'],
    ...['-protocol_whitelist', input.protocols],
    ...['-format_whitelist', Object.values(allowedDemuxers).join(',')],
    ...['-max_streams', String(maxStreams), '-max_pixels', String(maxPixels)],
    ...['-threads', String(threads), '-filter_complex_threads', '1', '-noautorotate'],
    ...[
      ...input.options,
      '-i',
      input.url,
      ...graphs.flatMap((graph) => ['-filter_complex', graph]),
    ],
    ...(picture ? pictureOutputs(picture) : []),
    ...sounds.flatMap((_, i) => [
      ...['-map', `[pcm${i}]`, '-c:a', 'pcm_s16le', '-f', 's16le', `pipe:${soundOutputs(i).pcm}`],
    ]),
  ];
}

function pictureGraph(picture: PicturePlan): string {
  const { stream, levels, measuresScan, coding, firstField, previews } = picture;
  const [matrix, range] = [coding.matrix, coding.range === 'full' ? 'pc' : 'tv'];
  // the same matrix and range on input and output: only RGB is converted, and ffmpeg guesses nothing
  const colours = `in_color_matrix=${matrix}:out_color_matrix=${matrix}:in_range=${range}:out_range=${range}`;
  const grid = [
    // one size and format for all that follows, whatever the picture; lines of two fields stay apart
    `scale=${GRID_WIDTH}:${firstField ? `${2 * GRID_HEIGHT}:interl=1` : GRID_HEIGHT}:flags=area+accurate_rnd+full_chroma_int:${colours}`,
    'format=yuv444p',
    // -55 dB: at -60 codecs break a freeze at every key picture
    'freezedetect=n=-55dB:d=0.001',
    // small words on black are a card: they take up less than 2 % of it, but more than this lets through
    'blackdetect=d=0.03:pix_th=0.05:pic_th=0.9975',
    printTo('metadata', outputs.pictureRecords),
  ];
  // before scaling, which mixes fields and blurs edges; 0.094 of the range is 24 of 255
  const area = 'cropdetect=limit=0.094:round=2:reset=1:skip=0';
  // of the declared size pictures pass as they are; those of another one become it
  const size = `scale=${stream.width}:${stream.height}`;
  const branches = [
    `${[area, ...grid].join(',')}[grid]`,
    ...(measuresScan
      ? [
          `crop=w=${Math.min(stream.width, SCAN_WIDTH)},copy,idet,${printTo('metadata', outputs.scan)},nullsink`,
        ]
      : []),
    ...(levels
      ? [
          `select='not(mod(n\\,${LEVELS_EVERY}))',${size}:flags=area:${colours},format=${levels.pixelFormat}[levels]`,
        ]
      : []),
    ...(previews ? [previewBranch(previews, coding)] : []),
  ];
  const names = branches.map((_, i) => `[branch${i}]`);
  return [
    `[0:${stream.index}]showinfo@s${stream.index}=checksum=0,${size},split=${names.length}${names.join('')}`,
    ...branches.map((branch, i) => `${names[i]}${branch}`),
  ].join(';');
}

/** A picture in the middle of each part, large, and all of them small on a sheet; the rest is dropped first. */
function previewBranch(plan: PreviewPlan, { matrix, range, transfer }: ColourCoding): string {
  const { pictures, secondsPerPicture, columns, rows, large, small, rotationDegrees } = plan;
  const isTurned = rotationDegrees % 180 !== 0;
  const [width, height] = isTurned ? [large.height, large.width] : [large.width, large.height];
  const into = `scale=${width}:${height}:flags=area+accurate_rnd+full_chroma_int:in_color_matrix=${matrix}:in_range=${range === 'full' ? 'pc' : 'tv'}`;
  // JFIF
  const jpeg = 'out_color_matrix=bt601:out_range=pc';
  const format = 'format=yuvj420p';
  return [
    // of the only one there is the middle may be past its timestamp
    pictures === 1
      ? "select='eq(n\\,0)'"
      : `setpts=PTS-${secondsPerPicture / 2}/TB,fps=fps=1/${secondsPerPicture}:start_time=0:round=up`,
    ...(transfer === 'pq' || transfer === 'hlg'
      ? [into, 'format=gbrp16', ...hdrToSdr(transfer), `scale=${jpeg}`, format]
      : [`${into}:${jpeg}`, format]),
    ...(turns[rotationDegrees] ?? []),
    'split[large][toSheet];[toSheet]' +
      `scale=${small.width}:${small.height}:flags=area,tile=${columns}x${rows}[sheet]`,
  ].join(',');
}

/** By clockwise degrees. */
const turns: Readonly<Record<number, readonly string[]>> = {
  90: ['transpose=clock'],
  180: ['hflip', 'vflip'],
  270: ['transpose=cclock'],
};

function pictureOutputs({ levels, previews }: PicturePlan): string[] {
  const raw = ['-fps_mode', 'passthrough', '-f', 'rawvideo'];
  const jpeg = (quality: number) => [
    ...['-fps_mode', 'passthrough', '-c:v', 'mjpeg', '-q:v', String(quality)],
    ...['-threads', '1', '-f', 'image2pipe'],
  ];
  return [
    ...['-map', '[grid]', ...raw, `pipe:${outputs.grid}`],
    ...(levels ? ['-map', '[levels]', ...raw, `pipe:${outputs.levels}`] : []),
    ...(previews
      ? [
          ...['-map', '[large]', ...jpeg(LARGE_QUALITY), `pipe:${outputs.largePreviews}`],
          ...['-map', '[sheet]', ...jpeg(SHEET_QUALITY), `pipe:${outputs.sheet}`],
        ]
      : []),
  ];
}

function soundGraph(
  { parts, mode }: SoundPlan,
  programme: number,
  all: readonly SoundPlan[],
): string {
  const stream = parts[0]?.stream;
  // where several programmes are of one track, it is described once
  const isFirst = all.findIndex((each) => each.parts[0]?.stream === stream) === programme;
  const show = isFirst ? [`ashowinfo@s${stream?.index}`] : [];
  const sources = parts.map(({ stream: { index }, taken, layout }) => ({
    input: `[0:${index}]`,
    map: taken ? [`channelmap=map=${taken.join('|')}:channel_layout=${layout}`] : [],
    channels: taken?.length ?? 1,
  }));
  const filters = [
    // gaps are filled with silence, so that the count of samples stays the time
    `aresample=${SOUND_RATE}:async=1`,
    'ebur128=peak=true+sample:metadata=1:framelog=verbose',
    printTo('ametadata', soundOutputs(programme).records),
    'aformat=sample_fmts=s16',
  ];
  const end = `[pcm${programme}]`;
  const [only, ...others] = sources;
  if (only && others.length === 0) {
    return `${only.input}${[...show, ...only.map, ...filters].join(',')}${end}`;
  }
  const before = sources.flatMap(({ input, map }, i) =>
    map.length > 0 ? [`${input}${map.join(',')}[part${programme}-${i}]`] : [],
  );
  const inputs = sources.map(({ input, map }, i) =>
    map.length > 0 ? `[part${programme}-${i}]` : input,
  );
  const places = sources.flatMap(({ channels }, i) =>
    Array.from({ length: channels }, (_, channel) => `${i}.${channel}`),
  );
  const names = placesOf[mode] ?? [];
  const map = places.map((place, i) => `${place}-${names[i]}`).join('|');
  const join = `join=inputs=${sources.length}:channel_layout=${mode}:map=${map}`;
  return [...before, `${inputs.join('')}${[join, ...show, ...filters].join(',')}${end}`].join(';');
}

/** Where channels of several tracks are heard, by libav's names, in their order. */
const placesOf: Readonly<Record<string, readonly string[]>> = {
  stereo: ['FL', 'FR'],
  '5.1': ['FL', 'FR', 'FC', 'LFE', 'BL', 'BR'],
  '5.1(side)': ['FL', 'FR', 'FC', 'LFE', 'SL', 'SR'],
};

/** `direct` writes unbuffered: the record of a picture is in its pipe before the picture is in the other. */
function printTo(filter: 'metadata' | 'ametadata', output: number): string {
  return `${filter}=mode=print:direct=1:file='pipe\\:${output}'`;
}
