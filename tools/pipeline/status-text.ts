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
export function nextSteps({ approval, execution, stages }: PipelineStatus): string[] {
  if (approval !== null) {
    return [
      `waits for an answer at ${approval.stage}:`,
      `  npm run pipeline -- approve ${execution} --comment '…'`,
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
