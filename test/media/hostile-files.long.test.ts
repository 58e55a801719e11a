import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { promisify } from 'node:util';
import { hostileFiles } from '../support/hostile/all';
import {
  hostileClasses,
  type HostileClass,
  type HostileFile,
} from '../support/hostile/hostile-file';
import { type ATracedWorker, aTracedWorker } from '../support/drivers/traced-worker';
import { describeWith } from '../support/servers/describe-with';
import { fullSizeTool, sampleFolder, SAMPLES_TIMEOUT_MS } from '../support/media';
import { canTrace, TracedProgram } from '../support/drivers/strace';

/*
 * Hostile files of each class through the worker, as uploads, and some of them from a folder: without
 * the proxy between, a parser has the same work as with it.
 */

/** Of a class; spread over all of it, since neighbours differ by a few bytes. */
const UPLOADED = 40;
const FROM_FOLDER = 5;

/** One file is read twice at most, and looked at once more. */
const LONGEST_MS = 30_000;

/** What a person who uploads has no business to learn. */
const LEAK = /127\.0\.0\.1|\/tmp\/|0x[0-9a-f]{6}|http:/;

jest.setTimeout(300_000);

let folder: string;
const sample = (file: string): Promise<Buffer> => readFile(path.join(folder, file));

beforeAll(async () => {
  folder = await sampleFolder();
}, SAMPLES_TIMEOUT_MS);

test('the hostile files are 200 or more, in 15 classes or more', async () => {
  const files = await hostileFiles(sample);
  const classes = new Set(files.map((file) => file.class));
  expect([...classes].sort()).toEqual(Object.keys(hostileClasses).sort());
  expect(classes.size).toBeGreaterThanOrEqual(15);
  expect(new Set(files.map(({ name }) => name)).size).toBe(files.length);
  expect(files.length).toBeGreaterThanOrEqual(200);
});

describeWith(canTrace, 'a hostile file', () => {
  let files: readonly HostileFile[];
  let worker: ATracedWorker;

  beforeAll(async () => {
    files = await hostileFiles(sample);
    worker = await aTracedWorker();
  });
  afterAll(() => worker.close());

  describe.each(Object.entries(hostileClasses) as [HostileClass, string][])(
    '%s: %s',
    (hostileClass) => {
      const some = (most: number): HostileFile[] => {
        const all = files.filter((file) => file.class === hostileClass);
        const step = Math.ceil(all.length / most);
        return all.filter((_, i) => i % step === 0);
      };

      test('ends in time with its reason, and reaches nothing but itself', async () => {
        for (const file of some(UPLOADED)) {
          const content = await file.content(sample);
          const { outcome, detail, beyond, ms } = await worker.take(file.name, content);
          const { name } = file;
          expect({ name, outcome, beyond }).toEqual({ name, outcome: file.outcome, beyond: [] });
          expect(detail).not.toMatch(LEAK);
          expect(ms).toBeLessThan(LONGEST_MS);
        }
      });

      test('is read from a folder with no connection at all', async () => {
        for (const { name, content } of some(FROM_FOLDER)) {
          const beyond = await worker.probeFile(name, await content(sample));
          expect({ name, beyond }).toEqual({ name, beyond: [] });
        }
      });
    },
  );
});

describeWith(canTrace, 'what a parser touches', () => {
  let scratch: string;
  let traced: TracedProgram;

  beforeAll(async () => {
    scratch = await mkdtemp(path.join(tmpdir(), 'caught-'));
    traced = await TracedProgram.of(await fullSizeTool('ffprobe'), scratch);
  });
  afterAll(() => rm(scratch, { recursive: true }));

  test('another file is seen', async () => {
    const [list, other] = [path.join(scratch, 'list.txt'), path.join(folder, 'h264-aac.mp4')];
    await writeFile(list, `file '${other}'\n`);
    await run('-f', 'concat', '-safe', '0', '-i', list);
    expect((await traced.takeTouched()).opened).toContain(other);
  });

  test('a connection is seen', async () => {
    await run('http://127.0.0.1:9/a').catch(() => undefined);
    const { spokeTo } = await traced.takeTouched();
    expect(spokeTo).toContainEqual(expect.stringContaining('htons(9)'));
  });

  async function run(...args: string[]): Promise<void> {
    await promisify(execFile)(traced.command, ['-v', 'quiet', ...args]);
  }
});
