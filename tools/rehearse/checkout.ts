import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../platform/settings';
import { APP } from './configuration';

/** A clean clone of the revision, as a source action hands it on. */
export interface Checkout {
  readonly directory: string;
  readonly revision: string;
  /** Of the revision. */
  readonly author: string;
}

/** What `git log` says of the newest commit; nothing where a build has the files alone. */
export function ofNewestCommit(format: string): string {
  const { stdout } = spawnSync('git', ['log', '-1', `--format=${format}`], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  return stdout.trim();
}

/**
 * Clones what is committed; a build that has the files alone copies them. One line differs: the app is the one with the accounts of the emulator. The
 * packages are those of this checkout.
 * @param revision commit @default - the newest
 */
export function checkOut(directory: string, revision?: string): Checkout {
  if (existsSync(path.join(ROOT, '.git'))) {
    execFileSync('git', ['clone', '--quiet', '--no-hardlinks', ROOT, directory]);
    if (revision !== undefined) {
      execFileSync('git', ['checkout', '--quiet', revision], { cwd: directory });
    }
  } else {
    cpSync(ROOT, directory, { recursive: true, filter: (file) => !MADE_HERE.has(nameIn(file)) });
  }
  const manifest = path.join(directory, 'cdk.json');
  const settings = JSON.parse(readFileSync(manifest, 'utf8')) as { app: string };
  writeFileSync(manifest, `${JSON.stringify({ ...settings, app: APP }, null, 2)}\n`);
  symlinkSync(path.join(ROOT, 'node_modules'), path.join(directory, 'node_modules'));
  return { directory, revision: ofNewestCommit('%H'), author: ofNewestCommit('%an') };
}

/** Folders that are not of the source. */
const MADE_HERE = new Set(
  readFileSync(path.join(ROOT, '.gitignore'), 'utf8')
    .split('\n')
    .map((line) => line.replace(/\/$/, '')),
);

function nameIn(file: string): string {
  return path.relative(ROOT, file) || ROOT;
}

/**
 * A folder of its own for each build, as CodeBuild has it. All are as deep as the source: bundles of code
 * name the way to what they are made of, and must not differ.
 */
export function copyOf(source: string, directory: string): string {
  rmSync(directory, { recursive: true, force: true });
  cpSync(source, directory, { recursive: true, verbatimSymlinks: true });
  return directory;
}
