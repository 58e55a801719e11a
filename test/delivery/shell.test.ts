import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { describeWith } from '../support/servers/describe-with';
import { isOnPath } from '../support/on-path';
import { sourceFiles } from '../support/source-files';

const ROOT = path.join(__dirname, '../..');

/** Shell by itself, and what holds commands of the shell; `test` holds the examples below. */
const SHELL =
  /^(?!test\/).*(\.sh|\.ya?ml|Dockerfile|\.conf)$|^\.ci\/run$|^package\.json$|^(bench|lib|tools)\/.*\.(ts|mjs)$/;

/** A pipe into a program that may end before it has read everything. */
const ENDS_EARLY =
  /(?<!\|)\|&?\s*(?:[ef]?grep\s(?:[^|;&\n]*\s)?-(?:\w*[qlm]|-quiet|-silent|-max-count|-files-with)|head\b|read\b|sed\s[^|\n]*[\s'"{;/\d]q\b|awk\s[^|\n]*\bexit\b)/g;

describe('the shell', () => {
  // under pipefail the SIGPIPE of the writer makes a failure of a success, at random
  it('pipes into no program that may end before it has read everything', () => {
    const found = sourceFiles(SHELL).flatMap(({ name, text }) =>
      [...text.matchAll(ENDS_EARLY)].map(([pipe]) => `${name}: ${pipe}`),
    );
    expect(found).toEqual([]);
  });

  it.each([
    'ffprobe -decoders | grep -q libdav1d',
    'ffprobe -v error |\n    grep -qx pcm',
    'dpkg-query -W | grep --quiet installed',
    'git log | head -1',
    "ls | sed '1q'",
    "ls | awk '{ print; exit }'",
    'grep -c x file | egrep -v -m1 y',
  ])('would be found out: %s', (command) => {
    expect(command).toMatch(new RegExp(ENDS_EARLY, ''));
  });

  it.each(['a || head -1 file', 'grep -q x file', 'make | awk 1', 'make -n | grep -cE x || true'])(
    'may say: %s',
    (command) => {
      expect(command).not.toMatch(new RegExp(ENDS_EARLY, ''));
    },
  );

  it('is looked at in every place that has some', () => {
    const names = sourceFiles(SHELL).map(({ name }) => name);
    expect(names).toEqual(
      expect.arrayContaining([
        '.ci/run',
        'buildspec-integ.yml',
        'lib/pipeline/checks.ts',
        'package.json',
        'src/worker/Dockerfile',
        'tools/ffmpeg/build.sh',
      ]),
    );
  });
});

describeWith(
  { met: isOnPath('shellcheck'), remedy: 'no shellcheck on PATH; apt-get install shellcheck' },
  'ShellCheck finds nothing',
  () => {
    it.each(sourceFiles(/\.sh$|^\.ci\/run$/).map(({ name }) => name))('in %s', (name) => {
      const { stdout } = spawnSync('shellcheck', ['--external-sources', name], {
        cwd: ROOT,
        encoding: 'utf8',
      });
      expect(stdout).toBe('');
    });
  },
);
