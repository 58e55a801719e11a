import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const root = join(__dirname, '../..');

/** Where a name without a folder may be. */
const FOLDERS = ['', 'docs', 'docs/adr', 'bench'];
/** What a command writes, into a folder that it is told. */
const WRITTEN = new Set(['review.md']);

test('every document that code, rules and documents cite is in this repository', () => {
  const files = execFileSync('git', ['ls-files'], { cwd: root, encoding: 'utf8' })
    .split('\n')
    .filter((file) =>
      /^(bin|lib|src|tools|bench|docs)\/.*\.(ts|tsx|mjs|py|sh|guard|md)$/.test(file),
    )
    .filter((file) => existsSync(join(root, file)));
  const cited = files.flatMap((file) =>
    [...readFileSync(join(root, file), 'utf8').matchAll(/(?<![\w.*/:-])[\w./-]*\w\.md\b/g)].map(
      ([name]) => ({ file, name }),
    ),
  );
  const missing = cited.filter(({ file, name }) => {
    const places = [dirname(file), ...FOLDERS].map((folder) => join(root, folder, name));
    return !WRITTEN.has(name) && !places.some((place) => existsSync(place));
  });
  expect(cited.length).toBeGreaterThan(40);
  expect(missing).toEqual([]);
});
