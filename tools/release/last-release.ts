import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../platform/settings';

/** The history of git, where there is any, does not reach the last release. */
export class ReleaseNotFoundError extends Error {
  constructor(why: string) {
    super(`the last release is not known: ${why}`);
    this.name = 'ReleaseNotFoundError';
  }
}

/**
 * The commit of the last release: the newest tag `v*` in the history, else the commit that gave the newest
 * version its heading in the changelog.
 *
 * @param root a checkout; its copy without `.git`, as a build of the pipeline has it, knows no release
 * @throws ReleaseNotFoundError
 */
export function lastRelease(root = ROOT): string {
  if (git(root, 'rev-parse', '--show-toplevel') === undefined) {
    throw new ReleaseNotFoundError('this is no checkout of git, it has the files alone');
  }
  const tag = git(root, 'describe', '--tags', '--abbrev=0', '--match', 'v*');
  if (tag) return commitOf(root, tag);
  const heading = /^## \d.*$/m.exec(readFileSync(path.join(root, 'CHANGELOG.md'), 'utf8'))?.[0];
  if (heading === undefined) throw new ReleaseNotFoundError('CHANGELOG.md has none');
  const commits = git(root, 'log', '--format=%H', `-S${heading}`, '--', 'CHANGELOG.md');
  const commit = commits?.split('\n').at(-1) ?? '';
  const shallow = git(root, 'rev-parse', '--is-shallow-repository') === 'true';
  // the oldest commit of a shallow history seems to have written everything
  if (!commit || (shallow && git(root, 'rev-parse', '--verify', `${commit}^`) === undefined)) {
    throw new ReleaseNotFoundError(
      `the history ends before '${heading}'; fetch it: git fetch --unshallow --tags`,
    );
  }
  return commit;
}

/** The whole name of a commit. @throws ReleaseNotFoundError when the history has none of that name */
export function commitOf(root: string, revision: string): string {
  const commit = git(root, 'rev-parse', '--verify', `${revision}^{commit}`);
  if (commit) return commit;
  throw new ReleaseNotFoundError(
    `no commit is called '${revision}'; fetch it: git fetch --unshallow --tags`,
  );
}

/** Undefined when git says no. */
function git(root: string, ...args: readonly string[]): string | undefined {
  const { status, stdout } = spawnSync('git', args, { cwd: root, encoding: 'utf8' });
  return status === 0 ? stdout.trim() : undefined;
}
