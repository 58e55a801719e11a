import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { ROOT } from './platform/settings';

const DOCKERFILE = path.join(ROOT, 'src/worker/Dockerfile');

/**
 * The Node that production runs on, by its path: the version of the worker's image, whose major is that of the
 * functions. This process where it is the same major, else the binary of the npm package `node-PLATFORM-ARCH`,
 * installed once for all checkouts of this user.
 */
export function productionNode(): string {
  const [, version = ''] = /^ARG NODE=.*:([\d.]+)-/m.exec(readFileSync(DOCKERFILE, 'utf8')) ?? [];
  if (majorOf(version) === majorOf(process.versions.node)) return process.execPath;
  const cache = path.join(
    process.env['XDG_CACHE_HOME'] ?? path.join(homedir(), '.cache'),
    'streamtech-video-platform',
  );
  const folder = path.join(cache, `node-${version}`);
  const node = path.join(folder, 'node');
  if (!existsSync(node)) install(version, cache, folder);
  return node;
}

function majorOf(version: string): string | undefined {
  return version.split('.')[0];
}

/** Whole or not there at all, for whoever asks at the same time. */
function install(version: string, cache: string, folder: string): void {
  const name = `node-${process.platform}-${process.arch}`;
  mkdirSync(cache, { recursive: true });
  const draft = mkdtempSync(`${folder}-`);
  try {
    const options = ['--silent', '--no-audit', '--no-fund', '--prefix', draft];
    execFileSync('npm', ['install', ...options, `${name}@${version}`], { stdio: 'inherit' });
    renameSync(path.join(draft, 'node_modules', name, 'bin'), folder);
  } catch (error) {
    if (!existsSync(path.join(folder, 'node'))) throw error; // another process may have been quicker
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}
