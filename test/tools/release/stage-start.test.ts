import { CodePipelineClient, GetPipelineExecutionCommand } from '@aws-sdk/client-codepipeline';
import { stageStart } from '../../../tools/release/stage-start';

const STAGE = { pipeline: 'streamtech-pipeline-main', execution: 'run', stage: 'StreamTech-prod' };

function at(minute: number): Date {
  return new Date(Date.UTC(2026, 10, 30, 9, minute));
}

interface Action {
  readonly stage?: string;
  readonly from: number;
  readonly to?: number;
  readonly status?: string;
}

/** A run with these actions, newest first as CodePipeline lists them, one a page. */
function aRun(actions: readonly Action[], executionType = 'STANDARD'): CodePipelineClient {
  const client = new CodePipelineClient({ region: 'ap-northeast-1' });
  jest.spyOn(client, 'send').mockImplementation((command) => {
    if (command instanceof GetPipelineExecutionCommand) {
      return Promise.resolve({ pipelineExecution: { executionType } }) as never;
    }
    const { nextToken = '0' } = command.input as { nextToken?: string };
    const details = actions.map(({ stage, from, to, status }) => ({
      stageName: stage ?? STAGE.stage,
      startTime: at(from),
      lastUpdateTime: at(to ?? from + 1),
      status: status ?? 'Succeeded',
    }));
    const next = Number(nextToken) + 1;
    return Promise.resolve({
      actionExecutionDetails: details.slice(next - 1, next),
      nextToken: next < details.length ? String(next) : undefined,
    }) as never;
  });
  return client;
}

describe('a stage began', () => {
  test('with its first action', async () => {
    const run = aRun([
      { from: 30, status: 'InProgress' },
      { from: 12 },
      { from: 10 },
      { stage: 'Approval', from: 2 },
    ]);
    await expect(stageStart(run, STAGE)).resolves.toEqual(at(10));
  });

  test('with the first action after the last that failed, when it was tried again', async () => {
    const run = aRun([
      { from: 42, status: 'InProgress' },
      { from: 40 },
      { from: 12, to: 15, status: 'Failed' },
      { from: 10 },
    ]);
    await expect(stageStart(run, STAGE)).resolves.toEqual(at(40));
  });

  test('now, when it is a rollback', async () => {
    const before = Date.now();
    const run = aRun([{ from: 10 }], 'ROLLBACK');
    const start = await stageStart(run, STAGE);
    expect(start.getTime()).toBeGreaterThanOrEqual(before);
  });

  test('never, when the run has no action there', async () => {
    await expect(stageStart(aRun([{ stage: 'Approval', from: 2 }]), STAGE)).rejects.toThrow(
      "run 'run' has no action in stage 'StreamTech-prod'",
    );
  });
});
