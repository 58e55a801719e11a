import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { promisify } from 'node:util';
import type { QualityMeasurements } from '../../../src/domain/quality/measurements';
import { MeasureFaultError } from '../../../src/media/errors';
import { decodeLimits } from '../../../src/media/quality/decode-limits';
import { planOf } from '../../../src/media/quality/plan';
import { measureQuality } from '../../../src/media/quality/measure-quality';
import { aVideoStream, someMetadata } from '../../support/factories/videos';
import { fullSizeTool, mediaTool } from '../../support/media';
import { measured } from '../../support/quality/measured';
import { make, signals } from '../../support/quality/signals';

let folder: string;
let film: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'decode-'));
  film = await make(folder, 'commercial.mov', signals['commercial.mov']);
});
afterAll(() => rm(folder, { recursive: true }));

/** A program in the place of ffmpeg. */
async function measuredBy(script: string): Promise<QualityMeasurements> {
  const ffmpeg = path.join(folder, 'ffmpeg');
  await writeFile(ffmpeg, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return (await measured(film, { ffmpeg })).measurements;
}

const MIB = 1024 * 1024;
const limits = { wallMs: 60_000, memoryBytes: 2048 * MIB, outputBytes: 0 };

describe('a decode that does not reach the end gives what was seen, where it ended and why', () => {
  it('at the time limit', async () => {
    const { measurements } = await measured(film, { limits: { ...limits, wallMs: 300 } });
    expectEnded(measurements, 'timed_out');
  });

  it.each([
    ['out_of_memory', 'echo "Cannot allocate memory" >&2; exit 1'],
    ['crashed', 'kill -SEGV $$'],
    ['error', 'echo "[fatal] Conversion failed!" >&2; exit 1'],
  ])('%s', async (reason, script) => {
    expectEnded(await measuredBy(script), reason);
  });

  it('but one that somebody else ended is worth another try', async () => {
    await expect(measuredBy('kill -KILL $$')).rejects.toThrow(MeasureFaultError);
  });

  function expectEnded({ decode }: QualityMeasurements, reason: string): void {
    expect(decode.endReason).toBe(reason);
    expect(decode.endedAtSeconds).toBeLessThan(15);
    expect(decode.endedAtSeconds).toBe(decode.decodedSeconds);
  }
});

it('sound that no decoder takes does not keep the pictures from being measured', async () => {
  const { metadata } = await measured(film);
  // the container says PCM; the index of a stream that is not there stands for one that fails
  const streams = metadata.streams.map((stream) =>
    stream.type === 'audio' ? { ...stream, index: 9 } : stream,
  );
  const ffmpeg = await mediaTool('ffmpeg');
  const measurements = await measureQuality(film, { ...metadata, streams }, { ffmpeg });
  expect(measurements.picture?.frames).toBe(450);
  expect(measurements.unmeasured.sound).toBe('undecodable');
});

it('twelve channels in one track, whose places nobody knows, are all measured', async () => {
  const file = path.join(folder, 'twelve.mov');
  const tone = '-f s16le -ar 48000 -ac 12 -i /dev/urandom -t 1 -c:a pcm_s16le -y'.split(' ');
  await promisify(execFile)(await fullSizeTool('ffmpeg'), ['-v', 'error', ...tone, file]);
  const { measurements } = await measured(file);
  expect(measurements.sound?.channels).toHaveLength(12);
  expect(measurements.sound?.channels.every(({ samplePeak }) => (samplePeak ?? -99) > -1)).toBe(
    true,
  );
  expect(measurements.decode.errors.items).toEqual([]);
});

it('a program that cannot run is a fault of ours, not of the file', async () => {
  const { metadata } = await measured(film);
  const measuring = measureQuality(film, metadata, { ffmpeg: '/nowhere/ffmpeg' });
  await expect(measuring).rejects.toThrow(MeasureFaultError);
});

it('an abort is thrown', async () => {
  const controller = new AbortController();
  const onProgress = (): void => {
    controller.abort(new Error('not needed any more'));
  };
  const { metadata } = await measured(film);
  const ffmpeg = await mediaTool('ffmpeg');
  const measuring = measureQuality(film, metadata, {
    ffmpeg,
    signal: controller.signal,
    onProgress,
    progressMs: 10,
  });
  await expect(measuring).rejects.toThrow('not needed any more');
});

it('progress grows up to the length of the file', async () => {
  const seen: number[] = [];
  await measured(film, {
    onProgress: (decoded, total) => {
      seen.push(decoded);
      expect(total).toBeCloseTo(15.015, 2);
    },
    progressMs: 20,
  });
  expect(seen.length).toBeGreaterThan(2);
  expect(seen).toEqual([...seen].sort((a, b) => a - b));
  expect(seen.at(-1)).toBeLessThanOrEqual(15.02);
});

describe('limits grow with the file', () => {
  const limitsOf = (width: number, height: number, durationSeconds: number) => {
    const metadata = someMetadata({
      container: { durationSeconds },
      streams: [aVideoStream({ width, height })],
    });
    return decodeLimits(metadata, planOf(metadata));
  };

  it('an hour of HD may take eight, and of 4K a day', () => {
    expect(limitsOf(1920, 1080, 3600).wallMs / 3_600_000).toBeCloseTo(8, 0);
    expect(limitsOf(3840, 2160, 3600).wallMs / 3_600_000).toBe(24);
  });

  it('a larger picture may take more memory', () => {
    expect(limitsOf(1920, 1080, 1).memoryBytes / MIB).toBeCloseTo(1340, -1);
    expect(limitsOf(3840, 2160, 1).memoryBytes / MIB).toBeCloseTo(2290, -1);
  });
});
