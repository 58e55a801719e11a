import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseBuildspec, scriptOf } from '../../../tools/rehearse/build';

describe('a buildspec', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'build-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  const exported = () => readFileSync(path.join(folder, 'exported'), 'utf8');

  /** What the commands say; throws when the build fails. */
  function run(buildspec: string): string {
    const script = path.join(folder, 'build.sh');
    writeFileSync(script, scriptOf(parseBuildspec(buildspec), path.join(folder, 'exported')));
    return execFileSync('bash', [script], { encoding: 'utf8', stdio: 'pipe' });
  }

  it('runs its phases in their order, in one shell', () => {
    const said = run(`
      version: 0.2
      phases:
        build: { commands: ['echo $WORD'] }
        install: { commands: ['export WORD=installed'] }
    `);
    expect(said).toBe('installed\n');
  });

  it('hands on the variables that it exports', () => {
    run(`
      env: { exported-variables: [COUNT] }
      phases: { build: { commands: ['export COUNT="12 = a dozen"'] } }
    `);
    expect(exported()).toBe('COUNT=12 = a dozen\n');
  });

  it('ends at the first command that fails, and does finally what is to be done', () => {
    const failing = JSON.stringify({
      phases: { build: { commands: ['false', 'echo never'], finally: ['echo kept'] } },
    });
    const outcome = (() => {
      try {
        return run(failing);
      } catch (error) {
        return (error as { stdout: string; status: number }).stdout;
      }
    })();
    expect(outcome).toBe('kept\n');
    expect(() => run(failing)).toThrow();
  });
});
