import Table from 'cli-table3';
import { duration } from '../terminal/amounts';
import type { PipelineStatus, StageStatus } from './status';

/** A run for people: what it is of, how far it has come, and what it waits for. */
export function statusText(status: PipelineStatus): string {
  const table = new Table({
    head: ['stage', 'action', 'status', 'time', ''],
    colAligns: ['left', 'left', 'left', 'right', 'left'],
    style: { head: [], border: [] },
  });
  for (const stage of status.stages) table.push(...rowsOf(stage));
  return [
    `${status.pipeline}: ${status.status}`,
    `execution ${status.execution}`,
    `revision  ${status.revision || 'not read yet'} ${status.message}`.trimEnd(),
    table.toString(),
    ...nextSteps(status),
  ].join('\n');
}

/** What a person can do now, as the command that does it. */
export function nextSteps({ approval, execution, stages, newer }: PipelineStatus): string[] {
  if (approval !== null) {
    const [newest] = newer;
    const older = newest === undefined ? '' : ' --older';
    return [
      `waits for an answer at ${approval.stage}:`,
      ...[approval.question, approval.link].filter(Boolean).map((line) => `  ${line}`),
      ...(newest === undefined
        ? []
        : [
            `behind it ${newer.length === 1 ? 'waits a newer run' : `wait ${newer.length} newer runs`}, the newest of ${newest.revision} ${newest.message}:`.trimEnd(),
            '  rejected, it lets them come',
          ]),
      `  npm run pipeline -- approve ${execution}${older} --comment '…'`,
      `  npm run pipeline -- reject ${execution} --comment '…'`,
    ];
  }
  const failed = stages.find(({ status }) => status === 'Failed');
  return failed === undefined
    ? []
    : [
        `failed at ${failed.name}; once the cause is gone:`,
        `  npm run pipeline -- retry ${execution}`,
      ];
}

function rowsOf({ name, status, actions }: StageStatus): string[][] {
  if (status === 'Waiting') return [[name, '', status, '', '']];
  return actions.map((action, index) => [
    index === 0 ? name : '',
    action.name,
    action.status,
    duration(action.seconds),
    action.status === 'Failed' ? [action.summary, action.link].filter(Boolean).join('\n') : '',
  ]);
}
