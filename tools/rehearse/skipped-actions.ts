import { spawnSync } from 'node:child_process';
import { ROOT } from '../platform/settings';
import type { PipelineAction } from './pipeline';

/** Why an action of the pipeline is not run; undefined when it is. */
export type SkippedAction = (action: PipelineAction) => string | undefined;

export function skippedAction(all: boolean): SkippedAction {
  const reasons: Readonly<Record<string, string>> = {
    ...(!all && {
      Tests: "npm run check runs them, and lint; '--all' runs them here",
    }),
    Images: 'the emulated registry scans no image and keeps no layers',
    ...(!hasAdvisories() && { Audit: 'the npm registry of this machine has no advisories' }),
  };
  return ({ Name: name, Configuration: { ActionMode: mode } }) =>
    mode === 'CHANGE_SET_REPLACE'
      ? 'the next action deploys it: the emulator forgets exports of a stack made by a change set'
      : reasons[name];
}

function hasAdvisories(): boolean {
  const { stdout } = spawnSync('npm', ['audit', '--json'], { cwd: ROOT, encoding: 'utf8' });
  return stdout.includes('auditReportVersion');
}
