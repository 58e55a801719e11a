import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import type { Sound } from '../../../src/domain/quality/sound';
import { measured } from '../../support/quality/measured';
import { measurementsOf } from '../../support/quality/measuring-process';
import { make, peak, signals, steps, surround, tone } from '../../support/quality/signals';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'sound-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function soundOf(args: readonly string[]): Promise<Sound> {
  const file = await make(folder, `${Math.random().toString(36).slice(2)}.wav`, args);
  const { measurements } = await measured(file);
  if (!measurements.sound) throw new Error('nothing was measured');
  return measurements.sound;
}

describe('programme loudness, within 0.1 LU', () => {
  it.each([
    ['997 Hz at -23', tone(-23), -23],
    ['997 Hz at -33', tone(-33), -33],
    ['997 Hz at -24, the target in Japan', tone(-24), -24],
    ['997 Hz at -22.8', tone(-22.8), -22.8],
    ['997 Hz at -25.2', tone(-25.2), -25.2],
    ['997 Hz at -28.2', tone(-28.2), -28.2],
    ['1 kHz at -23', tone(-23, 'stereo', 1000), -23],
    ['997 Hz at -20, the line-up tone', tone(-20), -20],
    ['one channel has half the power', tone(-24, 'mono'), -27],
    ['EBU Tech 3341 case 3: the gate', steps([-36, 10], [-23, 60], [-36, 10]), -23],
    ['case 4: both gates', steps([-72, 10], [-36, 10], [-23, 60], [-36, 10], [-72, 10]), -23],
    ['case 5: a level between', steps([-26, 20], [-20, 20.1], [-26, 20]), -23],
    ['case 6: 5.1, whose loud LFE does not count', surround(), -23],
  ])('%s', async (_, args, lufs) => {
    const { integrated } = (await soundOf(args)).loudness;
    expect(Math.abs((integrated ?? 0) - lufs)).toBeLessThanOrEqual(0.1);
  });

  it('silent ends of a commercial take a little away', async () => {
    const file = await make(folder, 'commercial.mov', signals['commercial.mov']);
    const { sound } = await measurementsOf(file);
    const { integrated, maxShortTerm, maxMomentary } = sound?.loudness ?? {};
    expect(Math.abs((integrated ?? 0) + 24)).toBeLessThanOrEqual(0.15);
    expect(maxShortTerm).toBeCloseTo(-24, 1);
    expect(maxMomentary).toBeCloseTo(-24, 1);
  });
});

describe('true peak, within +0.2 and -0.4 dB: EBU Tech 3341', () => {
  it.each([
    ['case 15', peak(0.5, 4, 0), -6, -6.02],
    ['case 16', peak(0.5, 4, 45), -6, -9.03],
    ['case 17', peak(0.5, 6, 60), -6, -7.27],
    ['case 18', peak(0.5, 8, 67.5), -6, -6.71],
    ['case 19', peak(1.41, 4, 45), 3, -0.03],
  ])('%s', async (_, args, dbtp, dbfs) => {
    const { truePeak, samplePeak } = (await soundOf(args)).loudness;
    expect(truePeak).toBeGreaterThanOrEqual(dbtp - 0.4);
    expect(truePeak).toBeLessThanOrEqual(dbtp + 0.2);
    expect(Math.abs((samplePeak ?? 0) - dbfs)).toBeLessThanOrEqual(0.02);
  });
});

it('the line of a chart has the level of the tone, and null before there are three seconds', async () => {
  const { series } = (await soundOf(tone(-24))).loudness;
  expect(series).toMatchObject({ startSeconds: 0, stepSeconds: 0.1 });
  expect(series.shortTerm[0]).toBeNull();
  expect(series.shortTerm.at(-1)).toBeCloseTo(-24, 1);
});

it('inverted channels are found where they are', async () => {
  const { phase } = await soundOf(signals['inverted.wav']);
  expect(phase?.correlation).toBeCloseTo(0, 2);
  expect(phase?.inverted.items).toEqual([{ startSeconds: 4, endSeconds: 8 }]);
});

it('a dead channel has no peak, is silent throughout, and correlates with nothing', async () => {
  const { channels, silence, phase } = await soundOf(signals['left-only.wav']);
  expect(channels[0]?.samplePeak).toBeCloseTo(-20, 1);
  expect(channels[1]).toEqual({
    samplePeak: null,
    silence: { items: [{ startSeconds: 0, endSeconds: 4 }], more: 0 },
  });
  expect(silence.items).toEqual([]);
  expect(phase?.correlation).toBeNull();
});

it('a file without pictures says so', async () => {
  const file = await make(folder, 'sound-only.wav', signals['sound-only.wav']);
  const { measurements } = await measured(file);
  expect(measurements.picture).toBeNull();
  expect(measurements.unmeasured).toEqual({ picture: 'no_picture', phase: 'not_stereo' });
});
