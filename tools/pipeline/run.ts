import {
  type CodePipelineClient,
  RetryStageExecutionCommand,
  StartPipelineExecutionCommand,
} from '@aws-sdk/client-codepipeline';
import { readStatus } from './status';

/** Starts a run of the newest revision. @returns its execution */
export async function start(client: CodePipelineClient, pipeline: string): Promise<string> {
  const { pipelineExecutionId } = await client.send(
    new StartPipelineExecutionCommand({ name: pipeline }),
  );
  return pipelineExecutionId ?? '';
}

/**
 * Tries the failed actions of a run again. Of a stage in which a stack was not deployed it is all of them, because a
 * change set can be executed once: `ChangeSet [PipelineChange] does not exist` (aws-cdk#11995).
 * @returns the stage
 */
export async function retry(
  client: CodePipelineClient,
  pipeline: string,
  execution?: string,
): Promise<string> {
  const status = await readStatus(client, pipeline, execution);
  const failed = status.stages.find((stage) => stage.status === 'Failed');
  if (failed === undefined) {
    throw new Error(
      `execution '${status.execution}' is '${status.status}'; only what failed can be retried`,
    );
  }
  const wantsChangeSet = failed.actions.some(
    ({ name, status: ended }) => ended === 'Failed' && name.endsWith('.Deploy'),
  );
  await client.send(
    new RetryStageExecutionCommand({
      pipelineName: pipeline,
      stageName: failed.name,
      pipelineExecutionId: status.execution,
      retryMode: wantsChangeSet ? 'ALL_ACTIONS' : 'FAILED_ACTIONS',
    }),
  );
  return failed.name;
}
