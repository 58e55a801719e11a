import { isUtf8 } from 'node:buffer';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { swaggerUiFiles } from '../../src/runtime/page-paths';
import { bundledPage, pageEnvironment } from '../../lib/constructs/bundled-page';

describe('the page in the bundle of the function', () => {
  const folders = ['one', 'deeper/other'].map((name) =>
    join(mkdtempSync(join(tmpdir(), 'bundled-page-')), name),
  );
  const filesIn = (folder: string) =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name))
      .sort();

  beforeAll(() => {
    for (const folder of folders) bundledPage.addTo(folder);
  });
  afterAll(() => {
    for (const folder of folders) rmSync(folder, { recursive: true });
  });

  it('is where its variables say', () => {
    const [folder = ''] = folders;
    const [page = [], swaggerUi] = Object.values(pageEnvironment(folder)).map((each) =>
      readdirSync(each).map((name) => name.replace(/-[A-Z2-7]{8}\./, '-HASH.')),
    );
    expect(new Set(page)).toEqual(
      new Set([
        ...['index.html', 'favicon.svg', 'app-HASH.css', 'app-HASH.js', 'chunk-HASH.js'],
        ...['audit-page', 'open-id', 'profiles-page', 'sign-in', 'video-page'].map(
          (part) => `${part}-HASH.js`,
        ),
      ]),
    );
    expect(swaggerUi?.sort()).toEqual([...swaggerUiFiles].sort());
  });

  it('is text, and below the 6 MB that a function may answer', () => {
    for (const file of filesIn(folders[0] ?? '')) {
      const bytes = readFileSync(file);
      expect([file, isUtf8(bytes), bytes.includes(0), bytes.length < 3_000_000]).toEqual([
        file,
        true,
        false,
        true,
      ]);
    }
  });

  it('is the same wherever it is built, so that a function changes only when its code does', () => {
    const [one = [], other = []] = folders.map((folder) =>
      filesIn(folder).map((file) => [file.slice(folder.length), readFileSync(file, 'utf8')]),
    );
    expect(other).toEqual(one);
  });
});
