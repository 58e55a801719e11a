import * as pipelines from 'aws-cdk-lib/pipelines';
import type * as sns from 'aws-cdk-lib/aws-sns';
import type { IEvidenceBucket } from './evidence-bucket';

export interface ApprovalStepProps {
  /** What is to be approved, in words. */
  readonly revision: string;
  /** Where the run's evidence is. */
  readonly evidence: IEvidenceBucket;
  /** Who is asked. */
  readonly topic: sns.ITopic;
}

/** A person decides, after staging's tests, with the run's evidence at hand. */
export function approvalStep({ revision, evidence, topic }: ApprovalStepProps): pipelines.Step {
  return new pipelines.ManualApprovalStep('Approve', {
    comment: `Deploy revision ${revision} to production? It passed its checks, and its integration tests in staging.`,
    reviewUrl: evidence.consoleLink,
    notificationTopic: topic,
  });
}
