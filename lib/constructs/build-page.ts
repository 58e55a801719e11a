import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { buildSync } from 'esbuild';
import { ROOT } from './bundled-code';

const SOURCE = join(ROOT, 'src/page');
/** Browsers of the last two years, as on managed desks. */
const BROWSERS = ['chrome120', 'edge120', 'firefox121', 'safari17'];

/** Whether source maps are written next to the files, for development. */
export type SourceMaps = 'external' | 'none';

export interface BuiltPage {
  /** File names in the folder that was built into. */
  readonly script: string;
  readonly style: string;
}

/**
 * Builds the catalogue page: index.html, and a script and a style sheet whose names change with their
 * contents, so that they can be cached for ever. What was in `outDir` is removed.
 */
export function buildPage(outDir: string, sourceMaps: SourceMaps): BuiltPage {
  rmSync(outDir, { recursive: true, force: true });
  mkdirSync(outDir, { recursive: true });
  const { metafile } = buildSync({
    entryPoints: { app: join(SOURCE, 'main.tsx') },
    outdir: outDir,
    entryNames: '[name]-[hash]',
    tsconfig: join(SOURCE, 'tsconfig.json'),
    bundle: true,
    minify: true,
    format: 'esm',
    target: BROWSERS,
    charset: 'utf8',
    sourcemap: sourceMaps === 'external' && sourceMaps,
    metafile: true,
    logLevel: 'warning',
  });
  const outputs = Object.keys(metafile.outputs).map((path) => basename(path));
  const page = { script: only(outputs, '.js'), style: only(outputs, '.css') };
  const html = readFileSync(join(SOURCE, 'index.html'), 'utf8');
  const filled = html.replace('%SCRIPT%', `./${page.script}`).replace('%STYLE%', `./${page.style}`);
  writeFileSync(join(outDir, 'index.html'), filled);
  copyFileSync(join(SOURCE, 'favicon.svg'), join(outDir, 'favicon.svg'));
  return page;
}

function only(names: readonly string[], suffix: string): string {
  const found = names.filter((name) => name.endsWith(suffix));
  if (found[0] === undefined || found.length > 1) {
    throw new Error(`the bundle has ${String(found.length)} files '*${suffix}', not one`);
  }
  return found[0];
}
