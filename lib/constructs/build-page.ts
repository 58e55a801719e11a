import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { buildSync, type Metafile } from 'esbuild';
import { ROOT } from './bundled-code';

const SOURCE = join(ROOT, 'src/page');
/** Browsers of the last two years, as on managed desks. */
const BROWSERS = ['chrome120', 'edge120', 'firefox121', 'safari17'];

/** Whether source maps are written next to the files, for development. */
export type SourceMaps = 'external' | 'none';

/** File names in the folder that was built into. */
export interface BuiltPage {
  readonly script: string;
  readonly style: string;
  /** What the script imports: loaded with it. */
  readonly shared: readonly string[];
  /** Views that are imported when they are opened, and what only they import. */
  readonly parts: readonly string[];
}

/**
 * Builds the catalogue page: index.html, and scripts and a style sheet whose names change with their
 * contents, so that they can be cached for ever. What was in `outDir` is removed.
 */
export function buildPage(outDir: string, sourceMaps: SourceMaps): BuiltPage {
  rmSync(outDir, { recursive: true, force: true });
  mkdirSync(outDir, { recursive: true });
  const { metafile } = buildSync({
    entryPoints: { app: join(SOURCE, 'main.tsx') },
    outdir: outDir,
    entryNames: '[name]-[hash]',
    chunkNames: '[name]-[hash]',
    tsconfig: join(SOURCE, 'tsconfig.json'),
    bundle: true,
    splitting: true,
    minify: true,
    format: 'esm',
    target: BROWSERS,
    charset: 'utf8',
    sourcemap: sourceMaps === 'external' && sourceMaps,
    metafile: true,
    logLevel: 'warning',
  });
  const page = filesOf(metafile);
  const html = readFileSync(join(SOURCE, 'index.html'), 'utf8');
  const links = [
    // without these, a browser learns of them only from the script
    ...page.shared.map((file) => `<link rel="modulepreload" href="./${file}" />`),
    // fetched when the browser is idle
    ...page.parts.map((file) => `<link rel="prefetch" href="./${file}" />`),
  ];
  const filled = html
    .replace('%SCRIPT%', `./${page.script}`)
    .replace('%STYLE%', `./${page.style}`)
    .replace('%LINKS%', links.join('\n    '));
  writeFileSync(join(outDir, 'index.html'), filled);
  copyFileSync(join(SOURCE, 'favicon.svg'), join(outDir, 'favicon.svg'));
  return page;
}

function filesOf({ outputs }: Metafile): BuiltPage {
  const paths = Object.keys(outputs).sort();
  const script = only(
    paths.filter((path) => outputs[path]?.entryPoint?.endsWith('main.tsx')),
    'script',
  );
  const style = only(
    paths.filter((path) => path.endsWith('.css')),
    'style sheet',
  );
  const first = new Set([script]);
  // a set takes in what is added to it while it is walked
  for (const path of first) {
    for (const { path: imported, kind } of outputs[path]?.imports ?? []) {
      if (kind === 'import-statement') first.add(imported);
    }
  }
  const scripts = paths.filter((path) => path.endsWith('.js') && path !== script);
  const names = (wanted: (path: string) => boolean) =>
    scripts.filter(wanted).map((path) => basename(path));
  return {
    script: basename(script),
    style: basename(style),
    shared: names((path) => first.has(path)),
    parts: names((path) => !first.has(path)),
  };
}

function only(found: readonly string[], what: string): string {
  if (found[0] === undefined || found.length > 1) {
    throw new Error(`the bundle has ${String(found.length)} files that are its ${what}, not one`);
  }
  return found[0];
}
