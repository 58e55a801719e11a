import { spawnSync } from 'node:child_process';
import { ROOT } from '../platform/settings';

/** Actions of the pipeline that are not run, and why. */
export function passedOver(all: boolean): Readonly<Record<string, string>> {
  return {
    DockerAssets:
      "the image takes Docker and half an hour; its files are made by its Dockerfile's lines",
    ...(!all && {
      Tests: "npm run check runs them; '--all' runs them here",
      Lint: "npm run check runs it; '--all' runs it here",
    }),
    ...(!hasAdvisories() && { Audit: 'the npm registry of this machine tells no advisories' }),
  };
}

function hasAdvisories(): boolean {
  const { stdout } = spawnSync('npm', ['audit', '--json'], { cwd: ROOT, encoding: 'utf8' });
  return stdout.includes('auditReportVersion');
}
