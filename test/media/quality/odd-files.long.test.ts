import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { judge } from '../../../src/domain/quality/judge';
import { streaming } from '../../../src/domain/quality/profiles/streaming';
import type { QualityReport } from '../../../src/domain/quality/report';
import { withCodecs } from '../../../tools/samples/mp4-boxes';
import { fieldCoded } from '../../support/field-coded';
import { fullSizeTool } from '../../support/media';
import { measured } from '../../support/quality/measured';

/*
 * Files of kinds that players play and that a simple count takes for broken, and broken ones that it takes
 * for whole. docs/quality.md has the same list in words.
 */

let directory: string;
let ffmpeg: string;
const at = (name: string): string => path.join(directory, name);
const run = (...args: readonly string[]): Promise<unknown> =>
  promisify(execFile)(ffmpeg, ['-nostdin', '-v', 'error', '-y', ...args], { cwd: directory });

const h264 = [
  '-c:v',
  'libx264',
  '-preset',
  'ultrafast',
  '-g',
  '30',
  '-bf',
  '2',
  '-pix_fmt',
  'yuv420p',
];
const tone = (hertz: number) => ['-f', 'lavfi', '-i', `sine=f=${hertz}:d=3:r=48000`];

beforeAll(async () => {
  ffmpeg = await fullSizeTool('ffmpeg');
  directory = await mkdtemp(path.join(tmpdir(), 'odd-files-'));
  const picture = ['-f', 'lavfi', '-i', 'testsrc2=s=320x180:r=30:d=3'];
  await run(...picture, ...tone(1000), '-af', 'volume=-2dB', ...h264, '-c:a', 'aac', 'film.mp4');
  await writeFile(at('late.srt'), '1\n00:00:01,000 --> 00:00:20,000\nx\n');
});
afterAll(() => rm(directory, { recursive: true, force: true }));

async function judged(file: string): Promise<QualityReport> {
  const { metadata, measurements } = await measured(at(file));
  return judge(measurements, metadata, streaming);
}

function rulesOf({ results }: QualityReport, outcome: 'fail' | 'warn'): string[] {
  return results.filter((result) => result.outcome === outcome).map(({ ruleId }) => ruleId);
}

async function patched(from: string, to: string, change: (bytes: Buffer) => Buffer): Promise<void> {
  await writeFile(at(to), change(await readFile(at(from))));
}

/** Of MPEG-TS. */
const PACKET_BYTES = 188;

const copy = ['-i', 'film.mp4', '-c', 'copy'];

interface OddFile {
  readonly fact: string;
  make(file: string): Promise<unknown>;
  /** Which stream is measured, and how long it is. @default - whatever is there */
  readonly film?: { readonly stream: number; readonly frames: number };
}

/** By name of the file; each plays from its beginning to its end. */
const whole: Readonly<Record<string, OddFile>> = {
  'cut.mp4': {
    fact: 'an edit list hides pictures that the file holds',
    make: (file) => run('-ss', '1.4', ...copy, file),
  },
  'cut.mov': {
    fact: 'the same in QuickTime',
    make: (file) => run('-ss', '1.4', ...copy, file),
  },
  'counted.avi': {
    fact: 'the header counts a picture that was not written',
    make: (file) => run('-i', 'film.mp4', '-c:v', 'mpeg4', '-b:v', '1M', '-c:a', 'mp3', file),
  },
  'subtitles.mkv': {
    fact: 'a subtitle outlasts the film',
    make: (file) => run('-i', 'film.mp4', '-i', 'late.srt', '-c', 'copy', '-c:s', 'srt', file),
  },
  'subtitles.mp4': {
    fact: 'the same in MP4',
    make: (file) => run('-i', 'film.mp4', '-i', 'late.srt', '-c', 'copy', '-c:s', 'mov_text', file),
  },
  'late.mp4': {
    fact: 'the first timestamp is 10 s',
    make: (file) => run('-itsoffset', '10', ...copy, file),
  },
  'late.mkv': {
    fact: 'the same in Matroska, which writes where a stream ends',
    make: (file) => run('-itsoffset', '10', ...copy, file),
  },
  'guessed.aac': {
    fact: 'the length is guessed from the first bit rate',
    make: (file) => {
      const louder = "aevalsrc='if(lt(t,2),0.001*sin(2*PI*200*t),0.4*(random(0)-0.5))':s=48000:d=6";
      return run('-f', 'lavfi', '-i', louder, '-c:a', 'aac', '-b:a', '128k', file);
    },
  },
  'close-times.mkv': {
    fact: 'two pictures have about one time',
    make: (file) => run(...copy, '-bsf:v', "setts=pts='if(eq(N,30),PREV_OUTPTS+1,PTS)'", file),
  },
  'unknown-length.mp4': {
    fact: 'every length is all ones, which says that nobody knows it',
    make: async (file) => {
      await run(...copy, '-movflags', 'frag_keyframe+empty_moov+default_base_moof', 'parts.mp4');
      await patched('parts.mp4', file, (bytes) => {
        const lengths = { mvhd: 20, mdhd: 20, tkhd: 24 };
        for (const [box, offset] of Object.entries(lengths)) {
          for (let found = bytes.indexOf(box); found > 0; found = bytes.indexOf(box, found + 1)) {
            bytes.fill(0xff, found + offset, found + offset + 4);
          }
        }
        return bytes;
      });
    },
  },
  'cover-first.mkv': {
    fact: 'a picture that is not marked as a cover comes before the film',
    make: async (file) => {
      await run('-f', 'lavfi', '-i', 'color=red:s=600x600', '-frames:v', '1', 'cover.jpg');
      const maps = ['-map', '0:v', '-map', '1:v', '-map', '1:a'];
      const film = ['-disposition:v:0', '0', '-disposition:v:1', 'default'];
      await run('-i', 'cover.jpg', '-i', 'film.mp4', ...maps, '-c', 'copy', ...film, file);
    },
    film: { stream: 1, frames: 90 },
  },
  'fields.mp4': {
    fact: 'each field of its H.264 is a packet, and counted',
    make: async (file) => {
      await writeFile(at('fields.h264'), fieldCoded(50));
      // of a transport stream the fields have times
      await run('-i', 'fields.h264', '-c', 'copy', 'fields.ts');
      await run('-i', 'fields.ts', '-c', 'copy', file);
    },
    film: { stream: 0, frames: 50 },
  },
  'short.m4a': {
    fact: 'its sound is shorter than the step of the loudness meter',
    make: (file) => run('-f', 'lavfi', '-i', 'sine=d=0.04', '-c:a', 'aac', file),
  },
  'two-views.mp4': {
    fact: 'another track has the view for the other eye (MVC), which most players leave out',
    make: async (file) => {
      await run(...copy, '-map', '0:v', '-map', '0:v', '-map', '0:a', 'twice.mp4');
      await patched('twice.mp4', file, (bytes) => {
        bytes.write('mvc1', bytes.lastIndexOf('avc1'), 'latin1');
        return bytes;
      });
    },
    film: { stream: 0, frames: 90 },
  },
};

it.each(Object.entries(whole).map(([file, { fact }]) => [file, fact]))(
  '%s fails no rule: %s',
  async (file) => {
    await whole[file]?.make(file);
    const report = await judged(file);
    expect(rulesOf(report, 'fail')).toEqual([]);
    const { decode, picture } = report.measurements;
    expect(decode.errors).toEqual({ items: [], more: 0 });
    expect(picture ?? {}).toMatchObject(whole[file]?.film ?? {});
  },
);

describe('a recording that begins inside a group of pictures', () => {
  beforeAll(async () => {
    await run(...copy, 'whole.ts');
    await patched('whole.ts', 'mid-group.ts', (bytes) => {
      const packets = Math.floor(bytes.length / PACKET_BYTES / 3);
      return bytes.subarray(packets * PACKET_BYTES);
    });
  });

  it('is a warning by a name of its own', async () => {
    const report = await judged('mid-group.ts');
    expect(rulesOf(report, 'fail')).toEqual([]);
    expect(rulesOf(report, 'warn')).toContain('decode-errors-before-picture');
  });

  it('fails where it is damaged later on', async () => {
    await patched('mid-group.ts', 'damaged.ts', (bytes) => {
      const from = Math.floor(bytes.length / PACKET_BYTES / 2) * PACKET_BYTES;
      for (let packet = from; packet < from + 40 * PACKET_BYTES; packet += PACKET_BYTES) {
        bytes.fill(0x55, packet + 100, packet + PACKET_BYTES);
      }
      return bytes;
    });
    expect(rulesOf(await judged('damaged.ts'), 'fail')).toContain('decode-errors');
  });
});

it.each([
  ['pictures', 'no-picture.mp4', { avc1: 'xvc1' }, 'video xvc1'],
  ['sound', 'no-sound.mp4', { mp4a: 'mhm1', esds: 'free' }, 'audio mpegh_3d_audio'],
] as const)(
  '%s of a codec that nobody decodes fail, and say which',
  async (_, file, codecs, said) => {
    await patched('film.mp4', file, (bytes) => withCodecs(bytes, codecs));
    const report = await judged(file);
    expect(report.results.find(({ ruleId }) => ruleId === 'decode-streams')).toMatchObject({
      outcome: 'fail',
      value: said,
    });
  },
);

it.each([
  [
    'words on black are a card',
    "drawbox=x=125:y=80:w=70:h=13:c=white:t=fill:enable='between(t,1,2)'",
    0,
  ],
  [
    'a small caption on black is one',
    "drawbox=x=20:y=160:w=30:h=6:c=white:t=fill:enable='between(t,1,2)'",
    0,
  ],
  ['black with the grain of film is black', 'noise=alls=6:allf=t', 1],
] as const)('%s', async (_, drawn, black) => {
  const scene = 'testsrc2=s=320x180:r=30:d=1';
  const graph = `[0]split[a][b];[a][1][b]concat=n=3[joined];[joined]${drawn}`;
  const inputs = [
    '-f',
    'lavfi',
    '-i',
    scene,
    '-f',
    'lavfi',
    '-i',
    'color=black:s=320x180:r=30:d=1',
  ];
  await run(
    ...inputs,
    '-filter_complex',
    graph,
    '-c:v',
    'libx264',
    '-crf',
    '18',
    '-pix_fmt',
    'yuv420p',
    'card.mp4',
  );
  const { picture } = (await judged('card.mp4')).measurements;
  expect(picture?.black.items).toHaveLength(black);
});

describe('what changes in the middle', () => {
  const source = (graph: string) => ['-f', 'lavfi', '-i', graph];

  /** Transport streams may be joined as they are. */
  async function joined(file: string, ...parts: readonly (readonly string[])[]): Promise<void> {
    const pieces: Buffer[] = [];
    for (const [i, part] of parts.entries()) {
      await run(...part, '-output_ts_offset', String(i * 2), `part-${i}.ts`);
      pieces.push(await readFile(at(`part-${i}.ts`)));
    }
    await writeFile(at(file), Buffer.concat(pieces));
  }
  const mpeg2 = ['-c:v', 'mpeg2video', '-b:v', '4M'];
  const h264Hd = [...h264, '-colorspace', 'bt709', '-color_trc', 'bt709'];
  const hd = 'testsrc2=s=1280x720:r=30:d=2';
  const sd = 'testsrc2=s=720x480:r=30:d=2';
  const both = (layout: string, rate = 48_000) => [
    ...source('testsrc2=s=320x180:r=30:d=2'),
    ...source(`aevalsrc='0.1*sin(2000*PI*t)':s=${rate}:d=2,aformat=channel_layouts=${layout}`),
    ...['-c:v', 'mpeg2video', '-c:a', 'mp2'],
  ];

  it.each([
    [
      'size',
      [...source(hd), ...mpeg2],
      [...source(sd), ...mpeg2],
      'change-picture',
      '1280x720 → 720x480',
    ],
    [
      'aspect',
      [...source(sd), '-aspect', '4:3', ...mpeg2],
      [...source(sd), '-aspect', '16:9', ...mpeg2],
      'change-picture',
      '8/9 → 32/27',
    ],
    [
      'rate',
      [...source(hd), ...mpeg2],
      [...source('testsrc2=s=1280x720:r=60:d=2'), ...mpeg2],
      'change-frame-rate',
      '30 → 60',
    ],
    [
      'colour',
      [...source(hd), ...h264Hd, '-color_primaries', 'bt709'],
      [...source(hd), ...h264Hd, '-color_primaries', 'bt2020'],
      'change-colour',
      'tv/bt709/bt709/bt709 → tv/bt709/bt2020/bt709',
    ],
    ['channels', both('mono'), both('stereo'), 'change-sound', 'mono → stereo'],
    ['sample-rate', both('stereo'), both('stereo', 44_100), 'change-sound', '48000 → 44100'],
  ])(
    '%s is a warning with its time, and nothing else breaks',
    async (name, first, second, rule, detail) => {
      // prettier-ignore
      await joined(`${name}.ts`, first, second);
      const report = await judged(`${name}.ts`);
      expect(report.results.find(({ ruleId }) => ruleId === rule)).toMatchObject({
        outcome: 'warn',
        times: { items: [{ detail }] },
      });
      const { picture, sound, decode } = report.measurements;
      expect(decode.changes?.items[0]?.seconds).toBeCloseTo(2, 0);
      expect(decode.changes?.items).toHaveLength(1);
      expect(decode.errors.items).toEqual([]);
      expect(picture?.activeArea?.shape).toBe('full');
      expect(picture?.freeze.items).toEqual([]);
      // of a tone at -20 dBFS, with the power of one channel or of two
      expect(sound?.loudness.integrated ?? -20).toBeGreaterThan(-25);
      expect(sound?.endSeconds ?? 4).toBeCloseTo(4, 0);
      expect(sound?.silence.items ?? []).toEqual([]);
    },
  );

  it.each([
    [
      'H.264',
      [...h264, '-profile:v', 'baseline', '-bf', '0'],
      [...h264, '-refs', '4', '-level', '4.1'],
    ],
    [
      'HEVC',
      ['-c:v', 'libx265', '-x265-params', 'log-level=error:ref=1:bframes=0'],
      ['-c:v', 'libx265', '-x265-params', 'log-level=error:ref=4:bframes=4:ctu=16'],
    ],
  ])('a new SPS of %s for pictures of the same kind is no change', async (_, first, second) => {
    const scene = source('testsrc2=s=320x180:r=30:d=2');
    await joined('sps.ts', [...scene, ...first], [...scene, ...second]);
    const report = await judged('sps.ts');
    expect(report.measurements.decode.changes).toEqual({ items: [], more: 0 });
    expect(report.measurements.picture?.frames).toBe(120);
    expect(report.verdict).toBe('pass');
  });

  it('black goes on over a change of size, and the sound is measured from beginning to end', async () => {
    const black = (size: string) => [
      ...source(`color=black:s=${size}:r=30:d=2`),
      ...source('aevalsrc=0.1*sin(2000*PI*t):s=48000:d=2'),
      ...[...mpeg2, '-c:a', 'mp2'],
    ];
    await joined('black.ts', black('1280x720'), black('720x480'));
    const { picture, sound } = (await judged('black.ts')).measurements;
    const total = (picture?.black.items ?? []).reduce((sum, one) => sum + one.endSeconds - one.startSeconds, 0); // prettier-ignore
    expect(total).toBeCloseTo((picture?.endSeconds ?? 0) - (picture?.startSeconds ?? 0), 1);
    expect(sound?.loudness.series.shortTerm.length).toBeGreaterThan(35);
    expect(sound?.loudness.integrated).toBeCloseTo(-23, 0);
  });
});

describe('two languages', () => {
  const languages = ['-metadata:s:a:0', 'language=jpn', '-metadata:s:a:1', 'language=eng'];
  const maps = ['-map', '0:v', '-map', '0:a', '-map', '1:a', '-c:v', 'copy', ...languages];

  it.each([
    ['mono', 1],
    ['stereo', 2],
  ] as const)(
    'in %s are two programmes, each measured and judged by itself',
    async (mode, channels) => {
      // the second one ends 2.2 s before the first, at -17 dBFS
      const short = ['-f', 'lavfi', '-i', 'sine=f=700:d=0.8:r=48000'];
      const coded = ['-c:a', 'aac', '-ac', String(channels)];
      await run('-i', 'film.mp4', ...short, ...maps, ...coded, `${mode}.mp4`);
      const report = await judged(`${mode}.mp4`);
      const { sound, otherSounds } = report.measurements;
      const main = { mode, language: 'jpn', streams: [1] };
      expect(sound).toMatchObject(main);
      expect(otherSounds).toMatchObject([{ ...main, language: 'eng', streams: [2] }]);
      expect(sound?.endSeconds).toBeCloseTo(3, 1);
      expect(otherSounds?.[0]?.endSeconds).toBeCloseTo(0.8, 1);
      // film.mp4 is 2 dB softer
      const [first, second] = [sound, otherSounds?.[0]].map(
        (each) => each?.loudness.integrated ?? 0,
      );
      expect((second ?? 0) - (first ?? 0)).toBeGreaterThan(1);
      expect(report.results.filter(({ ruleId }) => ruleId === 'sound-length')).toMatchObject([
        { programme: '#1 jpn', outcome: 'pass' },
        { programme: '#2 eng', outcome: 'warn' },
      ]);
    },
  );

  it('of which one cannot be decoded leave the other', async () => {
    const coded = ['-c:a:0', 'copy', '-c:a:1', 'pcm_s16be'];
    await run('-i', 'film.mp4', ...tone(700), ...maps, ...coded, 'one-lost.mov');
    await patched('one-lost.mov', 'one-lost-now.mov', (bytes) =>
      withCodecs(bytes, { twos: 'xxxx' }),
    );
    const { measurements, results } = await judged('one-lost-now.mov');
    expect(measurements.sound?.language).toBe('jpn');
    expect(measurements.otherSounds).toEqual([]);
    expect(results.find(({ ruleId }) => ruleId === 'decode-streams')?.outcome).toBe('fail');
  });
});
