import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from '../platform/settings';
import { type Planned, readPlanned } from './planned';

const CDK = path.join(ROOT, 'node_modules', '.bin', 'cdk');

/** The plan from a cloud assembly that is there. @throws when it has nothing of that name */
export function planFrom(assembly: string, environmentSuffix: string): Planned {
  const planned = readPlanned(assembly, environmentSuffix);
  if (planned) return planned;
  throw new Error(`'${assembly}' has no stacks of '${environmentSuffix}'`);
}

/**
 * The plan from templates that are made now. What the app does not have by itself is a developer's own
 * copy, and is asked for by name.
 */
export async function planFromSource(environmentSuffix: string): Promise<Planned> {
  const folder = mkdtempSync(path.join(tmpdir(), 'streamtech-preflight-'));
  try {
    await writeTemplates(folder);
    const planned = readPlanned(folder, environmentSuffix);
    if (planned) return planned;
    await writeTemplates(folder, '--context', `environmentSuffix=${environmentSuffix}`);
    return planFrom(folder, environmentSuffix);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** By `list`, which writes all templates and judges none of them. */
async function writeTemplates(folder: string, ...options: readonly string[]): Promise<void> {
  try {
    await promisify(execFile)(CDK, ['list', '--output', folder, ...options], { cwd: ROOT });
  } catch (cause) {
    const { stderr = '' } = cause as { stderr?: string };
    throw new Error(`the templates could not be synthesized: ${stderr.trim()}`, { cause });
  }
}
