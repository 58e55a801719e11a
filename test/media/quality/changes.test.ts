import { ChangeMeter } from '../../../src/media/quality/change-meter';
import { DecoderLog } from '../../../src/media/quality/decoder-log';
import { RateMeter } from '../../../src/media/quality/rate-meter';

const shown = (text: string): string => `[showinfo@s0 @ 0x5581] [info] ${text}`;
const picture = (n: number, changes: { size?: string; sar?: string; format?: string } = {}) =>
  shown(
    `n:${String(n).padStart(4)} pts:${String(n * 3000).padStart(7)} pts_time:${n / 30} pos:  1 fmt:${changes.format ?? 'yuv420p'} sar:${changes.sar ?? '1/1'} s:${changes.size ?? '1280x720'} i:P iskey:1 type:I `,
  );
const colours = (primaries: string): string =>
  shown(`color_range:tv color_space:bt709 color_primaries:${primaries} color_trc:bt709`);
const sound = (pts: number, layout: string, rate: number, stream = 1): string =>
  `[ashowinfo@s${stream} @ 0x5581] [info] n:1 pts:${pts} pts_time:1 pos:1 fmt:fltp channels:2 chlayout:${layout} rate:${rate} nb_samples:1024 checksum:0 `;

function changesIn(...lines: readonly string[]) {
  const meter = new ChangeMeter();
  meter.take(shown('config in time_base: 1/90000, frame_rate: 30/1'), 0);
  for (const line of lines) meter.take(line, 7);
  return meter.finish();
}

it('what stays the same is no change', () => {
  const lines = [0, 1, 2].flatMap((n) => [picture(n), colours('bt709')]);
  expect(changesIn(...lines, sound(0, 'stereo', 48_000), sound(1, 'stereo', 48_000))).toEqual({
    items: [],
    more: 0,
  });
});

it.each([
  ['size', { size: '720x480' }, '1280x720', '720x480'],
  ['sampleAspectRatio', { sar: '8/9' }, '1/1', '8/9'],
  ['pixelFormat', { format: 'yuv422p' }, 'yuv420p', 'yuv422p'],
])('%s has the time of the first picture that is different', (what, change, from, to) => {
  expect(changesIn(picture(0), picture(1), picture(30, change), picture(31, change)).items).toEqual(
    [{ seconds: 1, what, from, to }],
  );
});

it('colours have the time of their picture', () => {
  const lines = [picture(0), colours('bt709'), picture(15), colours('bt2020')];
  expect(changesIn(...lines).items).toEqual([
    { seconds: 0.5, what: 'colour', from: 'tv/bt709/bt709/bt709', to: 'tv/bt709/bt2020/bt709' },
  ]);
});

it('each stream of sound is compared with itself, from its second frame on', () => {
  const lines = [
    sound(0, 'mono', 44_100),
    sound(0, 'mono', 44_100, 2),
    sound(0, 'stereo', 48_000),
    sound(0, 'mono', 44_100, 2),
    sound(96_000, '1 channels (FL)', 48_000),
    sound(88_200, 'mono', 48_000, 2),
  ];
  expect(changesIn(...lines).items).toMatchObject([
    { seconds: 2, what: 'channels', from: 'stereo', to: '1 channels (FL)' },
    { what: 'sampleRate', from: '44100', to: '48000' },
  ]);
});

it('a stream that begins in the middle is told with how far the decode had come', () => {
  const line = '[mpegts @ 0x1] [warning] New audio stream 0:2 at pos:376 and DTS:3.4s';
  expect(changesIn(line).items).toEqual([
    { seconds: 7, what: 'streams', from: 'none', to: 'audio' },
  ]);
});

it('of thousands the first 200 are kept', () => {
  const lines = Array.from({ length: 1001 }, (_, n) => picture(n, { size: `${n}x2` }));
  const { items, more } = changesIn(...lines);
  expect([items.length, more]).toEqual([200, 800]);
});

describe('frame rate', () => {
  function changesOf(...lengths: readonly (readonly [pictures: number, seconds: number])[]) {
    const changes: unknown[] = [];
    const meter = new RateMeter((seconds, from, to) => {
      changes.push([Number(seconds.toFixed(2)), from, to]);
    });
    let at = 0;
    for (const [pictures, seconds] of lengths) {
      for (let i = 0; i < pictures; i += 1) meter.take((at += seconds));
    }
    return changes;
  }

  it('changes where the first picture of another length begins', () => {
    expect(changesOf([60, 1 / 30], [60, 1 / 25])).toEqual([[2, '30', '25']]);
    expect(changesOf([90, 1001 / 30_000], [90, 1001 / 60_000])).toEqual([[3, '29.97', '59.94']]);
  });

  it('is the same after a gap, and where times are whole milliseconds', () => {
    expect(changesOf([60, 1 / 30], [1, 2], [60, 1 / 30])).toEqual([]);
    expect(changesOf(...Array.from({ length: 60 }, () => [[2, 0.033], [1, 0.034]] as const).flat())).toEqual([]); // prettier-ignore
  });

  it('that is none changes nothing', () => {
    expect(changesOf(...Array.from({ length: 60 }, () => [[2, 1 / 30], [3, 1 / 20]] as const).flat())).toEqual([]); // prettier-ignore
  });
});

describe('what ffmpeg says', () => {
  const complaintsIn = (...chunks: readonly string[]): string => {
    const log = new DecoderLog(() => undefined);
    const complaints = chunks.map((chunk) => log.complaintsIn(Buffer.from(chunk)));
    return Buffer.concat([...complaints, log.end()]).toString();
  };

  it('of level error, and of none, is a complaint', () => {
    const error = '[h264 @ 0x55] [error] no frame!';
    expect(complaintsIn(`${error}\nCannot allocate memory`)).toBe(
      `${error}\nCannot allocate memory\n`,
    );
  });

  it('of pictures and of tags is none, wherever it is cut', () => {
    const text =
      "[info] Input #0, mov, from 'x':\n    title : [error] a\n          : [fatal] b\n\n" +
      '[mpegts @ 0x55] [warning] late\n[mov @ 0x1] [h264 @ 0x55] [info] x\n[error] y\n';
    expect(complaintsIn(...(text.match(/[^]{1,7}/g) ?? []))).toBe('[error] y\n');
  });
});
