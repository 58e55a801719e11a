import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { buildPage, type BuiltPage } from '../../lib/constructs/build-page';

/** A list that is there at once on a slow office line: 0.35 s at 1 Mbit/s. */
const MAX_FIRST_GZIP_BYTES = 44_000;
/**
 * With all views, which come when the line is idle. 10 kB of them are the library by which people sign in, 2 kB show
 * the film over its time axis, 6 kB are the audit log with its words, 9 kB the forms and words of programmes and cases.
 */
const MAX_GZIP_BYTES = 108_000;

describe('the built page', () => {
  let folder: string;
  let page: BuiltPage;
  const read = (name: string) => readFile(join(folder, name));

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'page-'));
    page = buildPage(folder, 'external');
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  // as they are sent: each compressed by itself
  const gzipBytes = async (names: readonly string[]) => {
    const files = await Promise.all(names.map(read));
    return files.reduce((sum, file) => sum + gzipSync(file).length, 0);
  };
  const scripts = () => [page.script, ...page.shared, ...page.parts];
  const first = () => ['index.html', page.script, page.style, ...page.shared];

  it('is small, and smaller until a view is opened', async () => {
    expect(await gzipBytes(first())).toBeLessThan(MAX_FIRST_GZIP_BYTES);
    expect(await gzipBytes([...first(), ...page.parts])).toBeLessThan(MAX_GZIP_BYTES);
  });

  it("loads the video's page when it is opened, and has it fetched before", async () => {
    const html = (await read('index.html')).toString();

    for (const view of [
      /^video-page-/,
      /^profiles-page-/,
      /^audit-page-/,
      /^sign-in-/,
      /^open-id-/,
    ]) {
      expect(page.parts).toContainEqual(expect.stringMatching(view));
    }
    for (const file of page.shared) {
      expect(html).toContain(`<link rel="modulepreload" href="./${file}" />`);
    }
    for (const file of page.parts) {
      expect(html).toContain(`<link rel="prefetch" href="./${file}" />`);
    }
  });

  it('brings no schema library', async () => {
    for (const script of scripts()) {
      expect((await read(script)).toString()).not.toMatch(/ZodError|\$ZodType/);
    }
  });

  it('has names that change with the contents, and source maps that nothing points at', async () => {
    const html = (await read('index.html')).toString();

    expect(page.script).toMatch(/^app-[A-Z0-9]{8}\.js$/);
    expect(html).toContain(`src="./${page.script}"`);
    expect(html).toContain(`href="./${page.style}"`);
    for (const script of scripts()) {
      expect(script).toMatch(/-[A-Z0-9]{8}\.js$/);
      expect((await read(script)).toString()).not.toContain('sourceMappingURL');
      expect(await readdir(folder)).toContain(`${script}.map`);
    }
  });

  it('has nothing inline, as its content security policy demands', async () => {
    const html = (await read('index.html')).toString();

    expect(html).not.toMatch(/<script(?![^>]* src=)|<style|\sstyle=|\son\w+=/);
  });
});
