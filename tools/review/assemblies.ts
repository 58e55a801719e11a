import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ROOT } from '../platform/settings';
import { synthesize } from '../synthesize';
import { judgedBeside } from './judged';
import { readTemplates } from './read-templates';
import type { Side } from './review';
import { sourceChecksIn } from './source-checks';

/** Of what a broken program says: its end. */
const MAX_SHOWN = 2000;

/** A revision of this repository, synthesized and judged by its own code and this machine's packages. */
export async function sideOfRevision(revision: string): Promise<Side> {
  const checkout = mkdtempSync(path.join(tmpdir(), 'streamtech-review-'));
  try {
    git('worktree', 'add', '--quiet', '--detach', '--force', checkout, commitOf(revision));
    symlinkSync(path.join(ROOT, 'node_modules'), path.join(checkout, 'node_modules'));
    return await sideOf(checkout);
  } finally {
    rmSync(checkout, { recursive: true, force: true });
    git('worktree', 'prune');
  }
}

/** The files as they are now, committed or not. */
export function sideOfWorkingTree(): Promise<Side> {
  return sideOf(ROOT);
}

/** The commit that a name of git's stands for. @throws when there is none */
export function commitOf(revision: string): string {
  try {
    return git('rev-parse', '--verify', '--quiet', '--short', `${revision}^{commit}`).trim();
  } catch (cause) {
    const remedy = 'name a branch, a tag or a commit';
    throw new Error(
      `'--base' must be a revision of this repository, got '${revision}'; ${remedy}`,
      {
        cause,
      },
    );
  }
}

/** What its author said of a revision. */
export function messageOf(revision: string): string {
  return git('log', '-1', '--format=%B', commitOf(revision));
}

async function sideOf(checkout: string): Promise<Side> {
  // as far from the code on both sides: the source maps in the assets tell how far
  const assembly = path.join(checkout, '.build', 'review');
  try {
    // what breaks a rule fails the synthesis, and is told by the review
    const { said } = await synthesize(assembly, [], { cwd: checkout });
    if (!existsSync(path.join(assembly, 'manifest.json'))) {
      throw new Error(`'${checkout}' could not be synthesized: ${said.slice(-MAX_SHOWN)}`);
    }
    const templates = readTemplates(assembly);
    return { templates, judged: judgedBeside(assembly), checks: sourceChecksIn(checkout) };
  } finally {
    rmSync(assembly, { recursive: true, force: true });
  }
}

function git(...args: string[]): string {
  return execFileSync('git', args, {
    cwd: ROOT,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}
