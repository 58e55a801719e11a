import { FileRejectedError } from '../../src/domain/errors';
import { primaryAudio, primaryVideo } from '../../src/domain/primary-stream';
import { judge } from '../../src/domain/quality/judge';
import { streaming } from '../../src/domain/quality/profiles/streaming';
import { Prober } from '../../src/media/prober';
import { measureQuality } from '../../src/media/quality/measure-quality';
import { withMeasuredDuration } from '../../src/worker/measured-duration';
import { mediaTool } from '../support/media';
import { Studio } from '../support/studio';
import { bugReports, COVER, FILM } from './bug-reports';

let studio: Studio;
let prober: Prober;

beforeAll(async () => {
  studio = await Studio.open();
  prober = new Prober({ ffprobe: await mediaTool('ffprobe') });
  const graphs = ['testsrc2=s=192x108:r=30:d=2', 'sine=f=1000:d=2:r=48000'];
  const inputs = graphs.flatMap((graph) => ['-f', 'lavfi', '-i', graph]);
  const coded = ['-c:v', 'libx264', '-preset', 'ultrafast', '-bf', '2', '-pix_fmt', 'yuv420p'];
  await studio.run(...inputs, ...coded, '-c:a', 'aac', FILM);
  await studio.run('-f', 'lavfi', '-i', 'color=red:s=384x216', '-frames:v', '1', COVER);
});
afterAll(async () => {
  await prober.close();
  await studio.close();
});

/** What the worker says of a file, from its first byte to its verdict. */
async function answerTo(file: string): Promise<object> {
  const source = studio.at(file);
  try {
    const declared = await prober.probe(source);
    const metadata = await withMeasuredDuration(declared, () =>
      prober.measureDuration(source, 10_000),
    );
    const measurements = await measureQuality(source, metadata, {
      ffmpeg: await mediaTool('ffmpeg'),
    });
    const { results } = judge(measurements, metadata, streaming);
    const seconds = measurements.sound?.endSeconds;
    return {
      container: metadata.container,
      streams: metadata.streams,
      video: primaryVideo(metadata) ?? null,
      audio: primaryAudio(metadata) ?? null,
      frames: measurements.picture?.frames,
      soundEnd: seconds === undefined ? undefined : Math.round(seconds * 10) / 10,
      fails: results.filter(({ outcome }) => outcome === 'fail').map(({ ruleId }) => ruleId),
    };
  } catch (error) {
    if (error instanceof FileRejectedError) return { rejection: error.rejection.code };
    throw error;
  }
}

it.each(bugReports.map((report) => [report.address, report.kind, report] as const))(
  '%s: %s',
  async (_, __, { file, make, answer }) => {
    await make(studio, file);
    const expected = 'rejection' in answer ? answer : { fails: [], ...answer };
    expect(await answerTo(file)).toMatchObject(expected);
  },
  30_000,
);

it('each report is there once', () => {
  expect(new Set(bugReports.map(({ address }) => address)).size).toBe(bugReports.length);
  expect(new Set(bugReports.map(({ file }) => file)).size).toBe(bugReports.length);
});
