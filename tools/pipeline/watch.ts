import { setTimeout as sleep } from 'node:timers/promises';
import type { CodePipelineClient } from '@aws-sdk/client-codepipeline';
import { duration } from '../terminal/amounts';
import { type PipelineStatus, readStatus } from './status';
import { nextSteps } from './status-text';

export interface WatchOptions {
  readonly say: (line: string) => void;
  readonly execution?: string;
  /** Three requests each time, of the twenty a second that CodePipeline takes from an account. */
  readonly everyMs?: number;
}

const EVERY_MS = 5000;

/** Says what changes in a run until it is over. @returns how it ended */
export async function watch(
  client: CodePipelineClient,
  pipeline: string,
  { say, execution, everyMs = EVERY_MS }: WatchOptions,
): Promise<PipelineStatus> {
  let seen = new Set<string>();
  let status = await readStatus(client, pipeline, execution);
  say(`${status.pipeline}: execution ${status.execution}`);
  for (;;) {
    const lines = [...changesIn(status), ...nextSteps(status)];
    for (const line of lines.filter((each) => !seen.has(each))) say(line);
    seen = new Set(lines);
    if (status.status !== 'InProgress' && status.status !== 'Stopping') return status;
    await sleep(everyMs);
    status = await readStatus(client, pipeline, status.execution);
  }
}

/** A line for each action that has started; how long it took, once it is over. */
function changesIn({ stages }: PipelineStatus): string[] {
  return stages.flatMap(({ name, actions }) =>
    actions
      .filter(({ seconds }) => seconds !== null)
      .map((action) => {
        const time = action.status === 'InProgress' ? '' : ` (${duration(action.seconds)})`;
        const why = action.status === 'Failed' ? `: ${action.summary} ${action.link}` : '';
        return `${name} ${action.name} ${action.status}${time}${why}`.trimEnd();
      }),
  );
}
