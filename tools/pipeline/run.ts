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

/** Tries the failed actions of a run again. @returns the stage */
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
  await client.send(
    new RetryStageExecutionCommand({
      pipelineName: pipeline,
      stageName: failed.name,
      pipelineExecutionId: status.execution,
      retryMode: 'FAILED_ACTIONS',
    }),
  );
  return failed.name;
}
