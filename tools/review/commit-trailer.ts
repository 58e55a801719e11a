import {
  type CodePipelineClient,
  paginateListActionExecutions,
} from '@aws-sdk/client-codepipeline';

/** The commit trailer that allows a change of the pipeline's safeguards, and gives the reason. */
export const TRAILER = 'Pipeline-Weakened';

/** The reason that a commit's message gives for a change of the pipeline's safeguards. */
export function trailerIn(message: string): string | undefined {
  return new RegExp(`^${TRAILER}:[ \\t]*(\\S.*)$`, 'm').exec(message)?.[1]?.trim();
}

/**
 * The message of the commit that a run deploys. It is read from CodePipeline, because a variable would put its
 * quotation marks and new lines into JSON unescaped (aws-cdk#8458).
 *
 * @throws when the source action gives none
 */
export async function messageOfRun(
  client: CodePipelineClient,
  pipelineName: string,
  pipelineExecutionId: string,
): Promise<string> {
  const pages = paginateListActionExecutions(
    { client },
    { pipelineName, filter: { pipelineExecutionId } },
  );
  for await (const { actionExecutionDetails: actions = [] } of pages) {
    for (const { output } of actions) {
      const { CommitMessage: message } = output?.outputVariables ?? {};
      if (message !== undefined) return message;
    }
  }
  throw new Error(
    `the source action of run '${pipelineExecutionId}' gave no commit message; start the run again`,
  );
}
