import { readFile } from 'node:fs/promises';
import * as path from 'node:path';
import { hostileFiles } from '../../tools/hostile/all';
import {
  hostileClasses,
  type HostileClass,
  type HostileFile,
} from '../../tools/hostile/hostile-file';
import { type ATracedWorker, aTracedWorker } from '../support/a-traced-worker';
import { describeWith } from '../support/describe-with';
import { sampleFolder, SAMPLES_TIMEOUT_MS } from '../support/media';
import { canTrace } from '../support/strace';

/** One file is read twice at most, and looked at once more. */
const LONGEST_MS = 30_000;

/** What a person who uploads has no business to learn. */
const LEAK = /127\.0\.0\.1|\/tmp\/|0x[0-9a-f]{6}|http:/;

/** A part of the files of each class, as `slice` takes it. */
export type Part = readonly [start: number, end?: number];

/**
 * Hostile files of each class through the worker, as uploads, and some of them from a folder: without
 * the proxy between, a parser has the same work as with it.
 */
export function describeHostileFiles(uploaded: Part, fromFolder: Part): void {
  describeWith(canTrace, 'a hostile file', () => {
    let files: readonly HostileFile[];
    let worker: ATracedWorker;
    let folder: string;
    const sample = (file: string): Promise<Buffer> => readFile(path.join(folder, file));

    beforeAll(async () => {
      folder = await sampleFolder();
      files = await hostileFiles(sample);
      worker = await aTracedWorker();
    }, SAMPLES_TIMEOUT_MS);
    afterAll(() => worker.close());

    describe.each(Object.entries(hostileClasses) as [HostileClass, string][])(
      '%s: %s',
      (hostileClass) => {
        const some = (part: Part): HostileFile[] =>
          files.filter((file) => file.class === hostileClass).slice(...part);

        test('ends in time with its reason, and reaches nothing but itself', async () => {
          for (const file of some(uploaded)) {
            const content = await file.content(sample);
            const { outcome, detail, beyond, ms } = await worker.take(file.name, content);
            const { name } = file;
            expect({ name, outcome, beyond }).toEqual({ name, outcome: file.outcome, beyond: [] });
            expect(detail).not.toMatch(LEAK);
            expect(ms).toBeLessThan(LONGEST_MS);
          }
        });

        test('is read from a folder with no connection at all', async () => {
          for (const { name, content } of some(fromFolder)) {
            const beyond = await worker.probeFile(name, await content(sample));
            expect({ name, beyond }).toEqual({ name, beyond: [] });
          }
        });
      },
    );
  });
}
