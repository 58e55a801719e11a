import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { promisify } from 'node:util';
import type { Previews } from '../../../src/domain/previews';
import { rotated } from '../../../tools/samples/mp4-boxes';
import { fullSizeTool } from '../../support/media';
import { measured } from '../../support/quality/measured';
import { make } from '../../support/quality/signals';

const run = promisify(execFile);

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'previews-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function previewsOf(file: string): Promise<Previews> {
  let previews: Previews | undefined;
  await measured(file, {
    onPreviews: (all) => {
      previews = all;
    },
  });
  return made(previews);
}

/** What must have been made. */
function made<T>(value: T | null | undefined): T {
  if (value === null || value === undefined) throw new Error('it was not made');
  return value;
}

type Colour = readonly [red: number, green: number, blue: number];

/** Of an 8-bit component: JPEG, chroma of half the pixels and 16 bit between the filters cost as much. */
const TOLERANCE = 6;

interface Raster {
  readonly width: number;
  readonly height: number;
  at(x: number, y: number): Colour;
}

/** As a browser shows it. */
async function rasterOf(jpegBase64: string, width: number): Promise<Raster> {
  const file = path.join(folder, 'shown.jpg');
  await writeFile(file, Buffer.from(jpegBase64, 'base64'));
  const ffmpeg = await fullSizeTool('ffmpeg');
  const { stdout } = await run(
    ffmpeg,
    ['-v', 'error', '-i', file, '-pix_fmt', 'rgb24', '-f', 'rawvideo', '-'],
    { encoding: 'buffer', maxBuffer: 64 * 1024 * 1024 },
  );
  return {
    width,
    height: stdout.length / 3 / width,
    at: (x, y) => [...stdout.subarray(3 * (y * width + x))].slice(0, 3) as unknown as Colour,
  };
}

function expectColour(colour: Colour, expected: Colour): void {
  const apart = Math.max(
    ...colour.map((component, i) => Math.abs(component - (expected[i] ?? NaN))),
  );
  expect({ colour, expected, isNear: apart <= TOLERANCE }).toMatchObject({ isNear: true });
}

/** Red, green, blue and white, two seconds each. */
const COLOURS: readonly Colour[] = [
  [192, 32, 32],
  [32, 160, 64],
  [32, 64, 192],
  [224, 224, 224],
];

function colours(size: string, rate: string, filters = 'null'): string[] {
  const sources = COLOURS.map(
    ([r, g, b], i) =>
      `color=c=0x${[r, g, b].map((each) => each.toString(16).padStart(2, '0')).join('')}:s=${size}:r=${rate}:d=2[c${i}]`,
  );
  const graph = `${sources.join(';')};${COLOURS.map((_, i) => `[c${i}]`).join('')}concat=n=4,scale=out_color_matrix=bt709:out_range=tv,${filters}[v]`;
  return ['-filter_complex', graph, '-map', '[v]'];
}

const bt709 = ['-color_primaries', 'bt709', '-color_trc', 'bt709', '-colorspace', 'bt709'];

describe('the filmstrip shows the colours of its times, as they are meant', () => {
  it.each([
    ['ProRes', 'prores.mov', [...colours('1280x720', '25'), '-c:v', 'prores_ks', ...bt709]],
    [
      'MXF in 1080i',
      'xdcam.mxf',
      [
        ...colours('1920x1080', '30000/1001', 'format=yuv422p,setfield=tff'),
        ...['-c:v', 'mpeg2video', '-flags', '+ildct+ilme', '-b:v', '50M', ...bt709],
      ],
    ],
    [
      'H.264 with wide pixels',
      'anamorphic.mp4',
      [
        ...colours('1440x1080', '25', 'setsar=4/3'),
        ...['-c:v', 'libx264', '-pix_fmt', 'yuv420p', ...bt709],
      ],
    ],
  ])('%s', async (_, name, args) => {
    const { filmstrip, poster } = await previewsOf(await make(folder, name, args));
    expect(filmstrip).toMatchObject({ pictures: 16, columns: 10, rows: 2, width: 160, height: 90 });
    expect(made(filmstrip).secondsPerPicture).toBeCloseTo(0.5, 2);
    const sheet = await rasterOf(made(filmstrip).jpegBase64, 1600);
    expect(sheet.height).toBe(180);
    for (let i = 0; i < 16; i += 1) {
      const [x, y] = [160 * (i % 10) + 80, 90 * Math.floor(i / 10) + 45];
      expectColour(sheet.at(x, y), made(COLOURS[Math.floor(i / 4)]));
    }
    expect(poster).toMatchObject({ width: 480, height: 270 });
  });

  it('a phone held upright: what it recorded lying stands', async () => {
    const flat = await make(folder, 'flat.mp4', [
      ...['-f', 'lavfi', '-i', 'color=c=0xc02020:s=320x360:r=25:d=2'],
      ...['-f', 'lavfi', '-i', 'color=c=0x2040c0:s=320x360:r=25:d=2'],
      ...['-filter_complex', 'hstack,scale=out_color_matrix=bt601:out_range=tv'],
      ...['-c:v', 'libx264', '-pix_fmt', 'yuv420p'],
    ]);
    const phone = path.join(folder, 'phone.mov');
    await writeFile(phone, rotated(await readFile(flat)));
    const { poster, filmstrip } = await previewsOf(phone);
    expect(filmstrip).toMatchObject({ width: 90, height: 160 });
    const picture = await rasterOf(made(poster).jpegBase64, 270);
    expect(picture.height).toBe(480);
    // a quarter clockwise: left comes to the top
    expectColour(picture.at(135, 60), [192, 32, 32]);
    expectColour(picture.at(135, 420), [32, 64, 192]);
  });
});

/** Code values of 10 bit in limited range, as a camera of BT.2020 writes R', G', B' of 0 to 1. */
function hdr(curve: 'arib-std-b67' | 'smpte2084', [r, g, b]: Colour): string[] {
  const luma = 0.2627 * r + 0.678 * g + 0.0593 * b;
  const y = Math.round(64 + 876 * luma);
  const cb = Math.round(512 + (896 * (b - luma)) / 1.8814);
  const cr = Math.round(512 + (896 * (r - luma)) / 1.4746);
  return [
    ...['-f', 'lavfi', '-i', 'color=black:s=640x360:r=25:d=1,format=yuv420p10le'],
    ...['-vf', `geq=lum=${y}:cb=${cb}:cr=${cr}`, '-c:v', 'libx265', '-tag:v', 'hvc1'],
    '-x265-params',
    `colorprim=bt2020:transfer=${curve}:colormatrix=bt2020nc:range=limited:log-level=error`,
  ];
}

describe('HDR is mapped to the display of SDR', () => {
  // 203 cd/m² is code 0.75 of HLG and 0.5807 of PQ (ITU-R BT.2408, table 1); as SDR it is light of
  // 1 - 0.5 exp(-1) = 0.816, code 0.9189; 20 cd/m² of PQ, code 0.3472, stays 20/203 of white: code 0.381
  it.each([
    ['diffuse white of HLG', 'arib-std-b67', [0.75, 0.75, 0.75], [234, 234, 234]],
    ['diffuse white of PQ', 'smpte2084', [0.5807, 0.5807, 0.5807], [234, 234, 234]],
    ['dark gray of PQ', 'smpte2084', [0.3472, 0.3472, 0.3472], [97, 97, 97]],
    ['black', 'arib-std-b67', [0, 0, 0], [0, 0, 0]],
    // R, G, B of the display 0.2032, 0.0092, 0.0092; in BT.709 0.3313, 0, 0.0057, of 203 cd/m² 1.632, 0, 0.028
    ['red of HLG', 'arib-std-b67', [0.75, 0.2449, 0.2449], [251, 0, 57]],
  ] as const)('%s', async (name, curve, signal, shown) => {
    const film = await make(folder, `${name}.mp4`, hdr(curve, signal));
    const { poster } = await previewsOf(film);
    expectColour((await rasterOf(made(poster).jpegBase64, 480)).at(240, 135), shown);
  });
});

describe('the poster', () => {
  it('is none of black, bars and a flash, but what has most to see', async () => {
    const parts = [
      'color=black:s=640x360:r=25:d=3,format=yuv420p',
      'smptehdbars=s=640x360:r=25:d=3,format=yuv420p',
      'testsrc2=s=640x360:r=25:d=2,format=yuv420p',
      'color=white:s=640x360:r=25:d=3,format=yuv420p',
    ];
    const graph = `${parts.map((part, i) => `${part},setsar=1[p${i}]`).join(';')};[p0][p1][p2][p3]concat=n=4[v]`;
    const file = await make(folder, 'opening.mp4', [
      ...['-filter_complex', graph, '-map', '[v]', '-c:v', 'libx264'],
    ]);
    const { poster } = await previewsOf(file);
    expect(made(poster).seconds).toBeGreaterThan(6);
    expect(made(poster).seconds).toBeLessThan(8);
  });
});

describe('sound', () => {
  it('alone has a waveform and no pictures', async () => {
    const loudAfter2s = 'if(lt(t,2),0.1,0.8)*sin(2*PI*440*t)';
    const file = await make(folder, 'sound.wav', [
      ...['-f', 'lavfi', '-i', `aevalsrc='${loudAfter2s}|0':s=48000:d=4`],
    ]);
    const { poster, filmstrip, waveform } = await previewsOf(file);
    expect([poster, filmstrip]).toEqual([null, null]);
    expect(waveform).toMatchObject({ startSeconds: 0, secondsPerBin: 0.02 });
    expect(made(waveform).peaks).toEqual([
      ...Array<number>(100).fill(10),
      ...Array<number>(100).fill(80),
    ]);
  });
});

it('a film whose size changes has none: its times begin anew there', async () => {
  const sizes = await Promise.all(
    ['640x360', '320x180'].map((size, i) =>
      make(folder, `part${i}.ts`, [
        ...['-f', 'lavfi', '-i', `testsrc2=s=${size}:r=25:d=2`, '-c:v', 'mpeg2video'],
        ...['-output_ts_offset', String(2 * i)],
      ]),
    ),
  );
  const file = path.join(folder, 'changes.ts');
  await writeFile(file, Buffer.concat(await Promise.all(sizes.map((part) => readFile(part)))));
  expect(await previewsOf(file)).toMatchObject({ poster: null, filmstrip: null });
});
