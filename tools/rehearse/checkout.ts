import { execFileSync } from 'node:child_process';
import { cpSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
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

/**
 * Clones what is committed. One line differs: the app is the one with the accounts of the emulator. The
 * packages are those of this checkout.
 */
export function checkOut(directory: string): Checkout {
  execFileSync('git', ['clone', '--quiet', '--no-hardlinks', ROOT, directory]);
  const manifest = path.join(directory, 'cdk.json');
  const settings = JSON.parse(readFileSync(manifest, 'utf8')) as { app: string };
  writeFileSync(manifest, `${JSON.stringify({ ...settings, app: APP }, null, 2)}\n`);
  symlinkSync(path.join(ROOT, 'node_modules'), path.join(directory, 'node_modules'));
  const newest = ['log', '-1', '--format=%H%n%an'];
  const said = execFileSync('git', newest, { cwd: directory, encoding: 'utf8' });
  const [revision = '', author = ''] = said.trim().split('\n');
  return { directory, revision, author };
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
