import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import { promisify } from 'node:util';
import { fullSizeTool } from '../media';

/*
 * Files whose measurements follow from how they are made: arguments of ffmpeg, by the name of the file.
 * Pictures are as small as the truth allows.
 */

const RATE = '30000/1001';

const lavfi = (graph: string): string[] => ['-f', 'lavfi', '-i', graph];
const pcm = ['-c:a', 'pcm_s24le'];
const h264 = ['-c:v', 'libx264', '-preset', 'veryfast', '-crf', '16', '-pix_fmt', 'yuv420p'];
const bt709 = ['-color_primaries', 'bt709', '-color_trc', 'bt709', '-colorspace', 'bt709'];
const hlg = [
  ...['-c:v', 'libx265', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p10le', '-tag:v', 'hvc1'],
  '-x265-params',
  'colorprim=bt2020:transfer=arib-std-b67:colormatrix=bt2020nc:log-level=error',
];
const mpeg2 = ['-c:v', 'mpeg2video', '-pix_fmt', 'yuv422p', '-q:v', '1', '-g', '15', '-bf', '2'];

/** Peak of a sine, linear. */
const linear = (dbfs: number): string => (10 ** (dbfs / 20)).toFixed(9);

const sound = (expression: string, seconds: number, layout = 'stereo'): string[] =>
  lavfi(`aevalsrc=exprs='${expression}':s=48000:d=${seconds}:c=${layout}`);

/** A sine on every channel. */
export function tone(dbfs: number, layout: 'mono' | 'stereo' = 'stereo', hertz = 997): string[] {
  const sine = `${linear(dbfs)}*sin(2*PI*${hertz}*t)`;
  return [...sound(layout === 'mono' ? sine : `${sine}|${sine}`, 8, layout), ...pcm];
}

/** A sine of 1 kHz whose level changes: pairs of dBFS and seconds. */
export function steps(...levels: readonly (readonly [dbfs: number, seconds: number])[]): string[] {
  let end = 0;
  const terms = levels.map(([dbfs, seconds]) => {
    const start = end;
    end += seconds;
    return `${linear(dbfs)}*gte(t,${start})*lt(t,${end})`;
  });
  const sine = `(${terms.join('+')})*sin(2*PI*1000*t)`;
  return [...sound(`${sine}|${sine}`, end), ...pcm];
}

/** A sine of one part of the sample rate, faded so that its edges make no peak. */
export function peak(amplitude: number, period: number, degrees: number): string[] {
  const sine = `${amplitude}*sin(2*PI*n/${period}+${degrees}*PI/180)`;
  const fades = 'afade=t=in:d=0.5,afade=t=out:st=4.5:d=0.5';
  return [...sound(`${sine}|${sine}`, 5), '-af', fades, ...pcm];
}

/** 5.1 of EBU Tech 3341 case 6, with a loud LFE that must not count. */
export function surround(): string[] {
  const sine = (dbfs: number, hertz = 1000): string => `${linear(dbfs)}*sin(2*PI*${hertz}*t)`;
  const channels = [sine(-28), sine(-28), sine(-24), sine(-6, 60), sine(-30), sine(-30)];
  return [...sound(channels.join('|'), 8, '5.1'), ...pcm];
}

const moving = (size: string, seconds: number, rate = RATE): string[] =>
  lavfi(`testsrc2=s=${size}:r=${rate}:d=${seconds}`);

/** Black 60 to 119, freeze 180 to 329, bars left and right 340 to 429, out of 449 pictures. */
const EVENTS = [
  'format=yuv420p,noise=alls=4:allf=t:all_seed=1,loop=loop=149:size=1:start=180',
  'setpts=N/FRAME_RATE/TB,trim=end_frame=449',
  "drawbox=color=black:t=fill:enable='between(n,60,119)'",
  "drawbox=x=0:y=0:w=60:h=270:color=black:t=fill:enable='between(n,340,429)'",
  "drawbox=x=420:y=0:w=60:h=270:color=black:t=fill:enable='between(n,340,429)'",
].join(',');
/** Both silent from 4 to 7 s, the right alone from 9 to 13 s. */
const SILENCES = [
  "[1:a]asetnsamples=n=48,volume=0:enable='gte(t,4)*lt(t,7)'[l]",
  "[2:a]asetnsamples=n=48,volume=0:enable='gte(t,4)*lt(t,7)+gte(t,9)*lt(t,13)'[r]",
  '[l][r]join=inputs=2:channel_layout=stereo,atrim=end=14.981633[a]',
].join(';');
const noise = (seed: number): string[] =>
  lavfi(`anoisesrc=r=48000:a=0.06:c=pink:seed=${seed}:d=15`);

function events(...encoding: string[]): string[] {
  const graph = `[0:v]${EVENTS}[v];${SILENCES}`;
  const inputs = [...moving('480x270', 15), ...noise(1), ...noise(2)];
  return [...inputs, '-filter_complex', graph, '-map', '[v]', '-map', '[a]', ...encoding];
}

const interlaced = (order: 'tff' | 'bff', flag: 'tff' | 'bff' | 'prog'): string[] => [
  ...moving('720x480', 3, '60000/1001'),
  ...['-vf', `interlace=scan=${order}:lowpass=1,setfield=${flag}`],
  ...[...h264, '-flags', '+ildct+ilme', '-x264opts', `${order}=1`],
];

export const signals = {
  'events-h264.mov': events(...h264, '-g', '30', ...bt709, ...pcm),
  'events-aac.mp4': events(...h264, '-c:a', 'aac', '-b:a', '192k'),
  // pictures 30 to 89 are one; coded as broadcasters do, in the size that they do
  'freeze-xdcam.mxf': [
    ...moving('1920x1080', 4),
    '-vf',
    'format=yuv420p,noise=alls=4:allf=t:all_seed=1,loop=loop=59:size=1:start=30,setpts=N/FRAME_RATE/TB,trim=end_frame=120,setfield=tff',
    ...[
      '-c:v',
      'mpeg2video',
      '-pix_fmt',
      'yuv422p',
      '-flags',
      '+ildct+ilme',
      '-g',
      '15',
      '-bf',
      '2',
    ],
    ...['-b:v', '50M', '-minrate', '50M', '-maxrate', '50M', '-bufsize', '36M', ...bt709],
  ],

  'tff.mp4': interlaced('tff', 'tff'),
  'bff.mp4': interlaced('bff', 'bff'),
  // on smaller synthetic pictures the filter sees fields where there are none
  'progressive.mp4': [...moving('1920x1080', 1), ...h264],
  'tff-flagged-progressive.mp4': [
    ...moving('720x480', 3, '60000/1001'),
    ...['-vf', 'interlace=scan=tff:lowpass=1,setfield=prog', ...h264],
  ],
  // white and black fields in turn: every picture as a whole has the same light
  'field-flicker.mp4': [
    ...lavfi("nullsrc=s=720x480:r=60000/1001:d=2,geq=lum='if(mod(N,2),235,16)':cb=128:cr=128"),
    ...['-vf', 'interlace=scan=tff:lowpass=0,setfield=tff'],
    ...[...h264, '-flags', '+ildct+ilme', '-x264opts', 'tff=1'],
  ],
  'pillarbox.mp4': [...moving('720x540', 3), '-vf', 'pad=960:540:120:0:black', ...h264],
  'letterbox.mp4': [...moving('960x400', 3), '-vf', 'pad=960:540:0:70:black', ...h264],
  // one second each of 4, 16, 128, 235 and 250
  'levels.mp4': [
    ...lavfi(
      "color=c=gray:s=320x180:r=30:d=5,format=yuv420p,geq=lum='if(lt(T,1),4,if(lt(T,2),16,if(lt(T,3),128,if(lt(T,4),235,250))))':cb=128:cr=128",
    ),
    ...['-c:v', 'libx264', '-qp', '0', '-pix_fmt', 'yuv420p', '-color_range', 'tv'],
  ],

  'mandelbrot.mp4': [...lavfi('mandelbrot=s=480x270:r=30:maxiter=200'), '-t', '5', ...h264],
  'pattern.mp4': [...moving('480x270', 5, '30'), ...h264],
  'snow.mp4': [
    ...lavfi("nullsrc=s=480x270:r=30:d=2,geq=lum='random(1)*219+16':cb=128:cr=128"),
    ...['-c:v', 'libx264', '-qp', '4', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p'],
  ],
  'stripes.mp4': [
    ...lavfi(
      "nullsrc=s=480x270:r=30:d=3,geq=lum='if(mod(floor((X+7.5*N)/15),2),235,16)':cb=128:cr=128",
    ),
    ...h264,
  ],

  // black and silent for the first 30 and the last 60 of 300 pictures
  'head-and-tail.mov': [
    ...[...moving('320x180', 11), ...lavfi('sine=f=1000:r=48000:d=11')],
    '-filter_complex',
    "[0]trim=end_frame=300,drawbox=color=black:t=fill:enable='lt(n,30)+gte(n,240)'[v];" +
      "[1]asetnsamples=n=48,volume=0:enable='lt(t,1.001)+gte(t,8.008)',atrim=end=10.01[a]",
    ...['-map', '[v]', '-map', '[a]', ...h264, ...pcm],
  ],
  'picture-only.mp4': [...moving('320x180', 3, '30'), ...h264],
  'sound-only.wav': [...lavfi('sine=f=1000:r=48000:d=3'), ...pcm],
  // the programme on the first two of four tracks, at -24 together
  'four-mono.mxf': [
    ...moving('320x180', 6),
    ...sound(`${linear(-24)}*sin(2*PI*997*t)`, 6, 'mono'),
    ...lavfi('anullsrc=r=48000:cl=mono:d=6'),
    ...['-map', '0:v', '-map', '1:a', '-map', '1:a', '-map', '2:a', '-map', '2:a'],
    ...[...mpeg2, ...pcm],
  ],
  // 15 s, 450 pictures, 15 silent ones at either end
  'commercial.mov': [
    ...moving('320x180', 16),
    ...sound(`${linear(-24)}*sin(2*PI*997*t)|${linear(-24)}*sin(2*PI*997*t)`, 16),
    '-filter_complex',
    "[0]trim=end_frame=450[v];[1]asetnsamples=n=48,volume=0:enable='lt(t,0.5005)+gte(t,14.5145)',atrim=end=15.015[a]",
    ...['-map', '[v]', '-map', '[a]', ...h264, ...pcm],
  ],
  // 1, 2 and 6 pictures at 100, 200 and 300, and a shot of 30 at 400
  'inserts.mp4': [
    ...[...moving('480x270', 15), ...lavfi(`smptehdbars=s=480x270:r=${RATE}:d=15`)],
    '-filter_complex',
    "[0][1]overlay=enable='eq(n,100)+between(n,200,201)+between(n,300,305)+between(n,400,429)'",
    ...h264,
  ],
  'inverted.wav': [...sound('0.1*sin(2*PI*300*t)|if(lt(t,4),1,-1)*0.1*sin(2*PI*300*t)', 8), ...pcm],
  'left-only.wav': [...sound('0.1*sin(2*PI*300*t)|0', 4), ...pcm],
  // pictures 0, 1, 2, 6, 7, 8, 9, 10, 11, 12, 16 …
  'variable-rate.mp4': [
    ...[...moving('320x180', 3, '25'), ...h264, '-fps_mode', 'vfr'],
    ...['-vf', "select='not(between(mod(n,10),3,5))'"],
  ],
  // the sound starts 0.5 s after the picture
  'late-sound.mkv': [
    ...[...moving('320x180', 3, '25'), '-itsoffset', '0.5', ...lavfi('sine=f=1000:r=48000:d=2.5')],
    ...['-map', '0', '-map', '1', ...h264, ...pcm],
  ],
  'hlg.mp4': [...moving('320x180', 2, '25'), ...hlg],
  // black and half of the signal, which is 51 cd/m², five times a second
  'hlg-flashes.mp4': [
    ...lavfi(
      "nullsrc=s=320x180:r=30:d=2,format=yuv420p10le,geq=lum='64+438*mod(floor(N/3),2)':cb=512:cr=512",
    ),
    ...hlg,
  ],
} as const satisfies Readonly<Record<string, readonly string[]>>;

const run = promisify(execFile);

/** Makes one file; returns its path. */
export async function make(folder: string, file: string, args: readonly string[]): Promise<string> {
  const output = path.join(folder, file);
  const ffmpeg = await fullSizeTool('ffmpeg');
  await run(ffmpeg, ['-nostdin', '-v', 'error', '-y', ...args, output]);
  return output;
}

/** More than lies between two pictures and their sound: at each place, one is lost whoever encoded it. */
const LOST_BYTES = 12_000;

/** Pictures lost in the middle: other bytes at three places. */
export async function corrupted(folder: string, file: string): Promise<string> {
  const bytes = await readFile(path.join(folder, file));
  for (const part of [0.4, 0.5, 0.6]) {
    const at = Math.floor(bytes.length * part);
    for (let i = 0; i < LOST_BYTES; i += 1) bytes[at + i] = (i * 151 + at) % 256;
  }
  return written(folder, `corrupt-${file}`, bytes);
}

/** The first part of a file, as an upload that broke off. */
export async function truncated(folder: string, file: string, part: number): Promise<string> {
  const bytes = await readFile(path.join(folder, file));
  return written(folder, `part-${file}`, bytes.subarray(0, Math.floor(bytes.length * part)));
}

async function written(folder: string, file: string, bytes: Buffer): Promise<string> {
  const output = path.join(folder, file);
  await writeFile(output, bytes);
  return output;
}
