import { readStatus } from '../../../tools/pipeline/status';
import { statusText } from '../../../tools/pipeline/status-text';
import { duration } from '../../../tools/terminal/amounts';
import { aCodePipeline, NEW, OLD, stage, waiting } from '../../support/fakes/code-pipeline';

const PIPELINE = 'streamtech-pipeline-main';

describe('the status of a run', () => {
  it('is of the newest run, with the first line of its commit', async () => {
    const status = await readStatus(aCodePipeline().client, PIPELINE);
    expect(status).toMatchObject({
      execution: NEW,
      status: 'InProgress',
      revision: '3cdfaba0',
      message: '字幕を読む "fast"',
    });
  });

  it('shows nothing that another run has done', async () => {
    const { stages } = await readStatus(aCodePipeline().client, PIPELINE);
    expect(stages.map(({ name, status }) => [name, status])).toEqual([
      ['Build', 'Succeeded'],
      ['Approval', 'InProgress'],
      ['StreamTech-prod', 'Waiting'],
    ]);
  });

  it('tells the time of each action, and how to answer what it waits for', async () => {
    const text = statusText(await readStatus(aCodePipeline().client, PIPELINE));
    expect(text).toMatch(/Build\s+│ Synth\s+│ Succeeded\s+│\s+3 min 0 s/);
    expect(text).toContain(`npm run pipeline -- approve ${NEW} --comment`);
  });

  it('tells what is asked, where the review is, and which runs wait behind it', async () => {
    const [newest] = waiting.executions;
    const { client } = aCodePipeline({
      ...waiting,
      executions: [
        { ...newest, pipelineExecutionId: '44444444-4444-4444-8444-444444444444' },
        { pipelineExecutionId: '33333333-3333-4333-8333-333333333333', status: 'Failed' },
        { ...newest, pipelineExecutionId: NEW },
      ],
    });
    const status = await readStatus(client, PIPELINE, NEW);
    expect(status.approval).toMatchObject({ link: 'https://review', token: 'token-of-new' });
    expect(status.newer.map(({ execution }) => execution)).toEqual([
      '44444444-4444-4444-8444-444444444444',
    ]);
    const text = statusText(status);
    expect(text).toContain('Change review: harmless.');
    expect(text).toContain('https://review');
    expect(text).toContain('behind it waits a newer run, the newest of 3cdfaba0');
    expect(text).toContain(`npm run pipeline -- approve ${NEW} --older --comment`);
  });

  it('tells of a failure why, where to look, and how to try again', async () => {
    const failed = aCodePipeline({
      ...waiting,
      executions: [{ pipelineExecutionId: NEW, status: 'Failed' }],
      stages: [stage('Checks', NEW, 'Failed', [{ actionName: 'Tests' }])],
      actions: [
        {
          stageName: 'Checks',
          actionName: 'Tests',
          status: 'Failed',
          startTime: new Date(0),
          lastUpdateTime: new Date(5000),
          output: {
            executionResult: {
              externalExecutionUrl: 'https://log',
              errorDetails: { message: 'exit status 1' },
            },
          },
        },
      ],
    });
    const text = statusText(await readStatus(failed.client, PIPELINE));
    expect(text).toContain('exit status 1');
    expect(text).toContain('https://log');
    expect(text).toContain(`npm run pipeline -- retry ${NEW}`);
  });

  it('of a run that is not there is refused', async () => {
    const { client } = aCodePipeline();
    await expect(readStatus(client, PIPELINE, 'none')).rejects.toThrow(
      /'none' is none of the last 100 executions/,
    );
    const empty = aCodePipeline({ ...waiting, executions: [] });
    await expect(readStatus(empty.client, PIPELINE)).rejects.toThrow(/pipeline -- start/);
  });

  it('of a run that is over shows no question of a later one', async () => {
    const { approval } = await readStatus(aCodePipeline().client, PIPELINE, OLD);
    expect(approval).toBeNull();
  });
});

test.each([
  [null, ''],
  [0, '0 s'],
  [59, '59 s'],
  [135, '2 min 15 s'],
])('%s seconds read as "%s"', (seconds, text) => {
  expect(duration(seconds)).toBe(text);
});
