import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ROOT } from '../platform/settings';
import { synthesize } from '../synthesize';
import type { Template, Templates } from './change-review';

/** Of what a broken program says: its end. */
const MAX_SHOWN = 2000;

/** Templates of a revision of this repository, synthesized by its own code and this machine's packages. */
export async function templatesOfRevision(revision: string): Promise<Templates> {
  const checkout = mkdtempSync(path.join(tmpdir(), 'streamtech-review-'));
  try {
    git('worktree', 'add', '--quiet', '--detach', '--force', checkout, commitOf(revision));
    symlinkSync(path.join(ROOT, 'node_modules'), path.join(checkout, 'node_modules'));
    return await templatesOf(checkout);
  } finally {
    rmSync(checkout, { recursive: true, force: true });
    git('worktree', 'prune');
  }
}

/** Templates of the files as they are now, committed or not. */
export function templatesOfWorkingTree(): Promise<Templates> {
  return templatesOf(ROOT);
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

/** Every stack of every stage, by name. */
export function readTemplates(assembly: string): Templates {
  const files = readdirSync(assembly, { recursive: true, encoding: 'utf8' });
  const templates: Record<string, Template> = {};
  for (const file of files.filter((name) => path.basename(name) === 'manifest.json')) {
    const directory = path.join(assembly, path.dirname(file));
    const { artifacts = {} } = JSON.parse(readFileSync(path.join(assembly, file), 'utf8')) as {
      artifacts?: Record<string, Artifact>;
    };
    for (const { type, properties } of Object.values(artifacts)) {
      if (type !== 'aws:cloudformation:stack' || !properties) continue;
      const { stackName, templateFile } = properties;
      const text = readFileSync(path.join(directory, templateFile), 'utf8');
      templates[stackName] = JSON.parse(text) as Template;
    }
  }
  return templates;
}

interface Artifact {
  readonly type: string;
  readonly properties?: { readonly stackName: string; readonly templateFile: string };
}

async function templatesOf(checkout: string): Promise<Templates> {
  const assembly = mkdtempSync(path.join(tmpdir(), 'streamtech-assembly-'));
  try {
    // what breaks a rule is told by the compliance report
    const env = { ...process.env, CDK_VALIDATION: 'false' };
    const { said } = await synthesize(assembly, [], { cwd: checkout, env });
    if (!existsSync(path.join(assembly, 'manifest.json'))) {
      throw new Error(`'${checkout}' must be synthesized, got: ${said.slice(-MAX_SHOWN)}`);
    }
    return readTemplates(assembly);
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
