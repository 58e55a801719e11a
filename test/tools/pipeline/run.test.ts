import { retry, start } from '../../../tools/pipeline/run';
import { watch } from '../../../tools/pipeline/watch';
import { aCodePipeline, NEW, stage, waiting } from '../../support/fakes/code-pipeline';

const PIPELINE = 'streamtech-pipeline-main';

describe('a run', () => {
  it('is started, and named', async () => {
    expect(await start(aCodePipeline().client, PIPELINE)).toBe(NEW);
  });

  it('is tried again where it failed', async () => {
    const { client, changes } = aCodePipeline({
      ...waiting,
      stages: [stage('Checks', NEW, 'Failed', [{ actionName: 'Tests' }])],
    });
    expect(await retry(client, PIPELINE)).toBe('Checks');
    expect(changes[0]?.input).toEqual({
      pipelineName: PIPELINE,
      stageName: 'Checks',
      pipelineExecutionId: NEW,
      retryMode: 'FAILED_ACTIONS',
    });
  });

  it.each([
    ['a stack was not deployed, from its change set on', 'Data.Deploy', 'ALL_ACTIONS'],
    ['no change set was made, from there', 'Data.Prepare', 'FAILED_ACTIONS'],
    ['its tests failed, by these alone', 'Integration', 'FAILED_ACTIONS'],
  ])('is tried again where %s', async (_, actionName, retryMode) => {
    const failed = { status: 'Failed' } as const;
    const { client, changes } = aCodePipeline({
      ...waiting,
      stages: [
        stage('StreamTech-staging', NEW, 'Failed', [{ actionName, latestExecution: failed }]),
      ],
      actions: [
        { pipelineExecutionId: NEW, stageName: 'StreamTech-staging', actionName, ...failed },
      ],
    });
    await retry(client, PIPELINE);
    expect(changes[0]?.input).toMatchObject({ retryMode });
  });

  it('is not tried again when it has not failed', async () => {
    await expect(retry(aCodePipeline().client, PIPELINE)).rejects.toThrow(
      /is 'InProgress'; only what failed can be retried/,
    );
  });

  it('is watched to its end, and says each change once', async () => {
    const { client, answer } = aCodePipeline();
    const said: string[] = [];
    const end = watch(client, PIPELINE, {
      everyMs: 1,
      say: (line) => {
        said.push(line);
        if (line.includes('reject')) {
          answer({ executions: [{ pipelineExecutionId: NEW, status: 'Succeeded' }] });
        }
      },
    });
    expect((await end).status).toBe('Succeeded');
    expect(said.filter((line) => line.startsWith('Build Synth'))).toEqual([
      'Build Synth Succeeded (3 min 0 s)',
    ]);
  });
});
