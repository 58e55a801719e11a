import { type CodePipelineClient, PutApprovalResultCommand } from '@aws-sdk/client-codepipeline';
import { counted } from '../terminal/amounts';
import { readStatus } from './status';

/** What a person has answered. */
export interface Decision {
  readonly status: 'Approved' | 'Rejected';
  /** The run that was looked at. */
  readonly execution: string;
  readonly comment: string;
  /** Whether it is meant although newer runs wait behind it. */
  readonly older: boolean;
}

/** As much as CodePipeline keeps of a comment. */
const LONGEST_COMMENT = 512;

/**
 * Answers the question of the run that was looked at.
 *
 * @throws when it is no longer that run that waits: the answer would be about another; and when an older run
 * would be approved by mistake
 */
export async function decide(
  client: CodePipelineClient,
  pipeline: string,
  { status, execution, comment, older }: Decision,
): Promise<void> {
  if (comment.length > LONGEST_COMMENT) {
    throw new Error(
      `'--comment' must be ${LONGEST_COMMENT} characters at most, got ${comment.length}`,
    );
  }
  const { approval, newer } = await readStatus(client, pipeline, execution);
  if (approval === null) {
    throw new Error(
      `execution '${execution}' does not wait for an answer; ` +
        'see what does with: npm run pipeline -- status',
    );
  }
  const [newest] = newer;
  if (status === 'Approved' && newest !== undefined && !older) {
    throw new Error(
      `execution '${execution}' is not the newest: ${counted(newer.length, 'newer run')} behind it, the last of revision '${newest.revision}'; ` +
        "reject it to let them come, or say '--older'",
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
