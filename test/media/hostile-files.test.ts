import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { promisify } from 'node:util';
import { hostileFiles } from '../../tools/hostile/all';
import { hostileClasses } from '../../tools/hostile/hostile-file';
import { describeWith } from '../support/describe-with';
import { fullSizeTool, sampleFolder, SAMPLES_TIMEOUT_MS } from '../support/media';
import { canTrace, TracedProgram } from '../support/strace';
import { describeHostileFiles } from './hostile-files-contract';

/*
 * Some files of each class: for each one several programs are started. hostile-files.long.test.ts has
 * the others.
 */

let folder: string;

beforeAll(async () => {
  folder = await sampleFolder();
}, SAMPLES_TIMEOUT_MS);

test('the hostile files are 200 or more, in 15 classes or more', async () => {
  const files = await hostileFiles((file) => readFile(path.join(folder, file)));
  const classes = new Set(files.map((file) => file.class));
  expect([...classes].sort()).toEqual(Object.keys(hostileClasses).sort());
  expect(classes.size).toBeGreaterThanOrEqual(15);
  expect(new Set(files.map(({ name }) => name)).size).toBe(files.length);
  expect(files.length).toBeGreaterThanOrEqual(200);
});

describeHostileFiles([0, 2], [0, 1]);

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
