import {
  type ActionExecutionDetail,
  type CodePipelineClient,
  GetPipelineExecutionCommand,
  paginateListActionExecutions,
} from '@aws-sdk/client-codepipeline';

/** A stage of a run. */
export interface StageOfRun {
  readonly pipeline: string;
  /** Id of the run. */
  readonly execution: string;
  readonly stage: string;
}

/**
 * When a stage began that is under way: its first action after the last one that failed there, so a stage
 * that is tried again begins anew. A rollback begins now: until its stacks stand, what rings is the release
 * that it takes back.
 *
 * @throws when the run has no action in that stage
 */
export async function stageStart(
  client: CodePipelineClient,
  { pipeline: pipelineName, execution: pipelineExecutionId, stage }: StageOfRun,
): Promise<Date> {
  const { pipelineExecution } = await client.send(
    new GetPipelineExecutionCommand({ pipelineName, pipelineExecutionId }),
  );
  if (pipelineExecution?.executionType === 'ROLLBACK') return new Date();
  const actions: ActionExecutionDetail[] = [];
  const pages = paginateListActionExecutions(
    { client },
    { pipelineName, filter: { pipelineExecutionId } },
  );
  for await (const { actionExecutionDetails = [] } of pages) {
    actions.push(...actionExecutionDetails.filter(({ stageName }) => stageName === stage));
  }
  const failures = actions.filter(({ status }) => status === 'Failed' || status === 'Abandoned');
  const failedAt = Math.max(0, ...failures.map(({ lastUpdateTime: at }) => at?.getTime() ?? 0));
  const starts = actions
    .map(({ startTime }) => startTime?.getTime() ?? 0)
    .filter((start) => start > failedAt);
  if (starts.length === 0) {
    throw new Error(`run '${pipelineExecutionId}' has no action in stage '${stage}'`);
  }
  return new Date(Math.min(...starts));
}
