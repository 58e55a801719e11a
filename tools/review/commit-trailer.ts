import {
  type CodePipelineClient,
  paginateListActionExecutions,
} from '@aws-sdk/client-codepipeline';

/** The trailer of a commit by which somebody says that the pipeline shall be weakened, and why. */
export const TRAILER = 'Pipeline-Weakened';

/** The reason that a commit's message gives for a weaker pipeline. */
export function trailerIn(message: string): string | undefined {
  return new RegExp(`^${TRAILER}:[ \\t]*(\\S.*)$`, 'm').exec(message)?.[1]?.trim();
}

/**
 * The message of the commit that a run is of. Asked for, and not handed over in a variable: CodePipeline puts
 * a quotation mark or a new line in it unescaped into JSON (aws-cdk#8458).
 *
 * @throws when the source has none
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
    `a source of run '${pipelineExecutionId}' must tell its commit's message, got none`,
  );
}
