import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { commitOf, lastRelease, ReleaseNotFoundError } from '../../../tools/release/last-release';

const UNRELEASED = '# Changelog\n\n## Unreleased\n';
const FIRST = `${UNRELEASED}\n## 0.1.0 — 2026-01-01\n`;
const SECOND = FIRST.replace('\n## 0.1.0', '\n## 0.2.0 — 2026-02-01\n\n## 0.1.0');

describe('the last release', () => {
  let root: string;
  let commits: string[];
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@t.test', ...args], {
      cwd: root,
      encoding: 'utf8',
    }).trim();
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'releases-'));
    git('init', '--quiet');
    commits = [UNRELEASED, FIRST, SECOND, `${SECOND}\nmore\n`].map((changelog) => {
      writeFileSync(join(root, 'CHANGELOG.md'), changelog);
      git('add', '.');
      git('commit', '--quiet', '--message', 'next');
      return git('rev-parse', 'HEAD');
    });
  });

  it('is the commit that named it in the changelog', () => {
    expect(lastRelease(root)).toBe(commits[2]);
  });

  it('is the newest tag, once there is one', () => {
    git('tag', 'v0.1.0', commits[1] ?? '');
    git('tag', 'draft');
    expect(lastRelease(root)).toBe(commits[1]);
    expect(commitOf(root, 'v0.1.0')).toBe(commits[1]);
  });

  it.each(['1', '2'])('is not guessed in a clone of depth %s', (depth) => {
    const clone = mkdtempSync(join(tmpdir(), 'shallow-'));
    git('clone', '--quiet', '--depth', depth, pathToFileURL(root).href, clone);
    expect(() => lastRelease(clone)).toThrow(
      "the history ends before '## 0.2.0 — 2026-02-01'; fetch it: git fetch --unshallow --tags",
    );
  });

  it('is not known where there are files alone, or no release', () => {
    const copy = mkdtempSync(join(tmpdir(), 'files-'));
    expect(() => lastRelease(copy)).toThrow(ReleaseNotFoundError);
    writeFileSync(join(root, 'CHANGELOG.md'), UNRELEASED);
    expect(() => lastRelease(root)).toThrow('CHANGELOG.md has none');
    expect(() => commitOf(root, 'v9')).toThrow("no commit is called 'v9'");
  });
});
