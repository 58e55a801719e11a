import { type CodePipelineClient, PutApprovalResultCommand } from '@aws-sdk/client-codepipeline';
import { readStatus } from './status';

/** What a person has answered. */
export interface Decision {
  readonly status: 'Approved' | 'Rejected';
  /** The run that was looked at. */
  readonly execution: string;
  readonly comment: string;
}

/** As much as CodePipeline keeps of a comment. */
const LONGEST_COMMENT = 512;

/**
 * Answers the question of the run that was looked at.
 *
 * @throws when it is no longer that run that waits: the answer would be about another
 */
export async function decide(
  client: CodePipelineClient,
  pipeline: string,
  { status, execution, comment }: Decision,
): Promise<void> {
  if (comment.length > LONGEST_COMMENT) {
    throw new Error(
      `'--comment' must be ${LONGEST_COMMENT} characters at most, got ${comment.length}`,
    );
  }
  const { approval } = await readStatus(client, pipeline, execution);
  if (approval === null) {
    throw new Error(
      `execution '${execution}' does not wait for an answer; ` +
        'see what does with: npm run pipeline -- status',
    );
  }
  await client.send(
    new PutApprovalResultCommand({
      pipelineName: pipeline,
      stageName: approval.stage,
      actionName: approval.action,
      token: approval.token,
      result: { status, summary: comment },
    }),
  );
}
