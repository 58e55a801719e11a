import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join, relative, resolve } from 'node:path';
import { build } from 'esbuild';

const SOURCE = resolve(__dirname, '../src/page');
/** Browsers of the last two years, as on managed desks. */
const BROWSERS = ['chrome120', 'edge120', 'firefox121', 'safari17'];

export interface BuiltPage {
  /** File names in the folder that was built into. */
  readonly script: string;
  readonly style: string;
}

/**
 * Builds the catalogue page: index.html, and a script and a style sheet whose names change with their
 * contents, so that they can be cached for ever. What was in `outDir` is removed.
 */
export async function buildPage(outDir: string): Promise<BuiltPage> {
  await rm(outDir, { recursive: true, force: true });
  await mkdir(outDir, { recursive: true });
  const { metafile } = await build({
    entryPoints: { app: join(SOURCE, 'main.tsx') },
    outdir: outDir,
    entryNames: '[name]-[hash]',
    tsconfig: join(SOURCE, 'tsconfig.json'),
    bundle: true,
    minify: true,
    format: 'esm',
    target: BROWSERS,
    charset: 'utf8',
    sourcemap: 'external',
    metafile: true,
    logLevel: 'warning',
  });
  const outputs = Object.keys(metafile.outputs).map((path) => basename(path));
  const page = { script: only(outputs, '.js'), style: only(outputs, '.css') };
  const html = await readFile(join(SOURCE, 'index.html'), 'utf8');
  const filled = html.replace('%SCRIPT%', `./${page.script}`).replace('%STYLE%', `./${page.style}`);
  await writeFile(join(outDir, 'index.html'), filled);
  await cp(join(SOURCE, 'favicon.svg'), join(outDir, 'favicon.svg'));
  return page;
}

function only(names: readonly string[], suffix: string): string {
  const found = names.filter((name) => name.endsWith(suffix));
  if (found[0] === undefined || found.length > 1) {
    throw new Error(`the bundle must have one '*${suffix}', got ${String(found.length)}`);
  }
  return found[0];
}

if (require.main === module) {
  const outDir = resolve(process.argv[2] ?? 'dist/page');
  buildPage(outDir).then(
    (page) => {
      console.log(`${relative('.', outDir)}: index.html, ${page.script}, ${page.style}`);
    },
    (error: unknown) => {
      console.error(error);
      process.exitCode = 1;
    },
  );
}
