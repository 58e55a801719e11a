import { mkdir, readFile, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import { mutated, randomOf } from '../support/hostile/mutate';
import { clips } from '../../tools/samples/clips';
import { type ATracedWorker, aTracedWorker } from '../support/drivers/traced-worker';
import { describeWith } from '../support/servers/describe-with';
import { sampleFolder, SAMPLES_TIMEOUT_MS } from '../support/media';
import { canTrace } from '../support/drivers/strace';

/*
 * Samples with random damage, for as long as FUZZ_SECONDS says. FUZZ_SEED takes another
 * turn; the same one repeats it. A file that breaks a rule is kept below reports/fuzz/.
 */

const SECONDS = Number(process.env['FUZZ_SECONDS'] ?? 20);
const SEED = process.env['FUZZ_SEED'] ?? '1';
const LONGEST_MS = 30_000;

const kept = path.resolve(__dirname, '../../reports/fuzz');

describeWith(canTrace, `samples with random damage (FUZZ_SEED=${SEED})`, () => {
  let folder: string;
  let worker: ATracedWorker;

  beforeAll(async () => {
    folder = await sampleFolder();
    worker = await aTracedWorker();
  }, SAMPLES_TIMEOUT_MS);
  afterAll(() => worker.close());

  test(
    'end as ready or rejected, in time, and reach nothing but themselves',
    async () => {
      const random = randomOf(SEED);
      const samples = await Promise.all(clips.map(({ file }) => readFile(path.join(folder, file))));
      const pick = (): number => random(samples.length);
      const outcomes: Record<string, number> = {};
      const end = Date.now() + SECONDS * 1000;
      for (let count = 0; Date.now() < end; count += 1) {
        const [own, other] = [pick(), pick()];
        const bytes = mutated(samples[own] as Buffer, samples[other] as Buffer, random);
        const name = `${SEED}-${count}${path.extname(clips[own]?.file ?? '')}`;
        try {
          const { outcome, beyond, ms } = await worker.take(name, bytes);
          expect(['received', 'processing', 'failed']).not.toContain(outcome);
          expect(beyond).toEqual([]);
          expect(ms).toBeLessThan(LONGEST_MS);
          outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
        } catch (error) {
          await mkdir(kept, { recursive: true });
          await writeFile(path.join(kept, name), bytes);
          throw new Error(`reports/fuzz/${name} broke a rule`, { cause: error });
        }
      }
      console.info(`FUZZ_SEED=${SEED}:`, outcomes);
      // a busy machine takes seconds for a file
      const tried = Object.values(outcomes).reduce((sum, each) => sum + each, 0);
      expect(tried).toBeGreaterThan(SECONDS / 4);
    },
    SECONDS * 1000 + 60_000,
  );
});
