import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import fc from 'fast-check';
import { decodeArguments } from '../../../src/media/quality/decode-arguments';
import { measureQuality } from '../../../src/media/quality/measure-quality';
import { planOf } from '../../../src/media/quality/plan';
import type { Stream } from '../../../src/domain/technical-metadata';
import { aVideoStream, anAudioStream, someMetadata } from '../../support/factories/videos';
import { fullSizeTool } from '../../support/media';

const rate = fc.option(
  fc.constantFrom(
    { numerator: 25, denominator: 1 },
    { numerator: 30_000, denominator: 1001 },
    { numerator: 0, denominator: 1 },
  ),
);
const video = fc
  .record({
    width: fc.integer({ min: 1, max: 8192 }),
    height: fc.integer({ min: 1, max: 8192 }),
    chroma: fc.constantFrom(
      ['yuv420p', '4:2:0'],
      ['yuvj420p', '4:2:0'],
      ['yuv422p10le', '4:2:2'],
      ['yuv444p', '4:4:4'],
      ['yuv440p', '4:4:0'],
      ['yuv411p', '4:1:1'],
      ['yuv410p', '4:1:0'],
      ['gray', 'gray'],
      ['rgb24', 'rgb'],
      ['yuva420p', '4:2:0'],
      [null, null],
    ),
    colorRange: fc.constantFrom('tv', 'pc', null),
    colorSpace: fc.constantFrom('bt709', 'bt2020nc', 'smpte170m', 'gbr', 'ycgco', null),
    averageFrameRate: rate,
    frameRate: rate,
    hdr: fc.constantFrom('sdr', 'hlg', 'pq'),
    fieldOrder: fc.constantFrom('progressive', 'tt', null),
    attachedPicture: fc.boolean(),
    frameCount: fc.option(fc.nat()),
  })
  .map(({ chroma: [pixelFormat, chromaSubsampling], ...rest }) =>
    aVideoStream({ ...rest, pixelFormat, chromaSubsampling }),
  );
const audio = fc
  .record({
    channels: fc.option(fc.integer({ min: 1, max: 16 })),
    channelLayout: fc.constantFrom('mono', 'stereo', '5.1', '1 channels (FL)', null),
    language: fc.constantFrom('jpn', 'eng', 'und', null),
    title: fc.constantFrom('left', 'right', '解説', null),
    dispositions: fc.constantFrom<string[][]>([], ['default']),
  })
  .map((stream) => anAudioStream(stream));
const other = fc.constant({ ...anAudioStream(), type: 'unknown', timecode: null } as const);

const layout = fc
  .array(fc.oneof(video, audio, audio, other), { maxLength: 12 })
  .map((streams) => streams.map((stream, index): Stream => ({ ...stream, index })));

const film = { url: 'file:/film', protocols: 'file', options: [] };
const options = { maxPixels: 100_000_000, maxStreams: 128, threads: 1 };

it('a plan of whatever streams feeds and maps every output, of streams that there are', () => {
  fc.assert(
    fc.property(layout, (streams) => {
      const plan = planOf(someMetadata({ streams }));
      fc.pre(plan.picture !== null || plan.sounds.length > 0);
      const args = decodeArguments(film, plan, options);
      const after = (name: string) => args.filter((_, i) => args[i - 1] === name);
      const graphs = after('-filter_complex').join(';');
      const labels = (pattern: RegExp) => [...graphs.matchAll(pattern)].map(([, label]) => label);
      expect(args).not.toContain('');
      expect(args.join(' ')).not.toMatch(/\b(undefined|null|NaN|Infinity)\b/);
      const inputs = labels(/\[0:(\d+)\]/g).map(Number);
      expect(new Set(inputs).size).toBe(inputs.length);
      expect(inputs.every((index) => index < streams.length)).toBe(true);
      const maps = after('-map');
      expect(maps.length).toBeGreaterThan(0);
      for (const map of maps) expect(graphs.split(map)).toHaveLength(2);
      const pipes = [...args.join(' ').matchAll(/pipe\\?:(\d+)/g)].map(([, fd]) => fd);
      expect(new Set(pipes).size).toBe(pipes.length);
    }),
    { numRuns: 500 },
  );
});

it('a file of which there is nothing to measure is not given to ffmpeg', async () => {
  const streams = [anAudioStream({ index: 0, channels: null })];
  const measured = measureQuality(__filename, someMetadata({ streams }), { ffmpeg: '/nowhere' });
  await expect(measured).resolves.toMatchObject({
    picture: null,
    sound: null,
    decode: { endReason: null },
  });
});

/** By the number of channels. */
const layouts = ['', 'mono', 'stereo', '2.1', '4.0', '5.0', '5.1', '6.1', '7.1'];

/** What ffmpeg makes of the same streams, 0.1 s of each, in the place of the file. */
function sourceOf(streams: readonly Stream[]): string {
  return streams
    .map((stream, index) => {
      const channels = stream.type === 'audio' ? stream.channels : null;
      const source =
        stream.type === 'video'
          ? `color=s=${stream.width}x${stream.height}:r=25:d=0.1,format=${stream.pixelFormat ?? 'yuv420p'}`
          : `anullsrc=cl=${layouts[channels ?? 1]}:r=48000,atrim=end=0.1`;
      return `${source}[out${index}]`;
    })
    .join(';');
}

it('ffmpeg takes the arguments of a plan', async () => {
  const ffmpeg = await fullSizeTool('ffmpeg');
  const small = layout.map((streams) => streams.map(smaller));
  await fc.assert(
    fc.asyncProperty(small, async (streams) => {
      const plan = planOf(someMetadata({ streams }));
      fc.pre(plan.picture !== null || plan.sounds.length > 0);
      const args = decodeArguments(film, plan, options);
      const input = args.indexOf('-i');
      // the guards of a file would refuse what makes the streams up
      const guards = args.indexOf('-protocol_whitelist');
      args.splice(guards, input + 2 - guards, '-f', 'lavfi', '-i', sourceOf(streams));
      expect(await said(ffmpeg, args)).toEqual([0, []]);
    }),
    { numRuns: 20 },
  );
}, 120_000);

/** Quick to make up; of more than 8 channels lavfi makes no sound. */
function smaller(stream: Stream): Stream {
  if (stream.type === 'audio')
    return { ...stream, channels: stream.channels && Math.min(stream.channels, 8) };
  if (stream.type !== 'video') return stream;
  const { width, height } = stream;
  return { ...stream, width: Math.ceil(width / 16) + 15, height: Math.ceil(height / 16) + 15 };
}

/** Its exit code and complaints. Everything that comes out is thrown away. */
function said(program: string, args: readonly string[]): Promise<[number | null, string[]]> {
  const nowhere = openSync('/dev/null', 'w');
  const outputs = Array.from({ length: 40 }, () => nowhere);
  const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe', ...outputs] });
  let text = '';
  child.stderr?.on('data', (chunk: Buffer) => (text += chunk.toString()));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      closeSync(nowhere);
      const isComplaint = (line: string): boolean => /\[(error|fatal)\]/.test(line);
      resolve([code, text.split('\n').filter(isComplaint)]);
    });
  });
}
