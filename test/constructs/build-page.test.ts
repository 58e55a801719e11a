import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { buildPage, type BuiltPage } from '../../lib/constructs/build-page';

/** A page that loads at once on a slow office line: 0.5 s at 1 Mbit/s. */
const MAX_GZIP_BYTES = 60_000;

describe('the built page', () => {
  let folder: string;
  let page: BuiltPage;
  const read = (name: string) => readFile(join(folder, name));

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'page-'));
    page = buildPage(folder, 'external');
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('is small', async () => {
    const files = await Promise.all([read(page.script), read(page.style), read('index.html')]);

    expect(gzipSync(Buffer.concat(files)).length).toBeLessThan(MAX_GZIP_BYTES);
  });

  it('brings no schema library', async () => {
    expect((await read(page.script)).toString()).not.toMatch(/ZodError|\$ZodType/);
  });

  it('has names that change with the contents, and source maps that nothing points at', async () => {
    const html = (await read('index.html')).toString();
    const script = (await read(page.script)).toString();

    expect(page.script).toMatch(/^app-[A-Z0-9]{8}\.js$/);
    expect(html).toContain(`src="./${page.script}"`);
    expect(html).toContain(`href="./${page.style}"`);
    expect(script).not.toContain('sourceMappingURL');
    expect(await readdir(folder)).toContain(`${page.script}.map`);
  });

  it('has nothing inline, as its content security policy demands', async () => {
    const html = (await read('index.html')).toString();

    expect(html).not.toMatch(/<script(?![^>]* src=)|<style|\sstyle=|\son\w+=/);
  });
});
