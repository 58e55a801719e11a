import * as pipelines from 'aws-cdk-lib/pipelines';
import type * as sns from 'aws-cdk-lib/aws-sns';
import { TESTS_VARIABLE } from './checks';
import type { IEvidenceBucket } from './evidence-bucket';
import type { IntegrationStep } from './integration-step';
import { REVIEW_PAGE, VERDICT_VARIABLE } from './review-step';
import { ACKNOWLEDGED_VARIABLE } from './synth-step';

export interface ApprovalStepProps {
  /** What is to be approved, in words. */
  readonly revision: string;
  /** Have shown what it is worth, and what it would do. */
  readonly shown: Readonly<Record<'synth' | 'tests' | 'review', pipelines.CodeBuildStep>>;
  /** Has tested the stage before. */
  readonly integration: IntegrationStep;
  /** Where the run's evidence is. */
  readonly evidence: IEvidenceBucket;
  /** Who is asked. */
  readonly topic: sns.ITopic;
}

/** A person decides, after staging's tests, with the review of the change at hand. */
export function approvalStep(props: ApprovalStepProps): pipelines.Step {
  const { revision, shown, integration, evidence, topic } = props;
  const verdict = shown.review.exportedVariable(VERDICT_VARIABLE);
  const tests = shown.tests.exportedVariable(TESTS_VARIABLE);
  const acknowledged = shown.synth.exportedVariable(ACKNOWLEDGED_VARIABLE);
  return new pipelines.ManualApprovalStep('Approve', {
    comment: [
      `Deploy revision ${revision} to production?`,
      `Change review: ${verdict}.`,
      `Tests: ${tests} passed, and ${integration.passed} in staging.`,
      `Compliance: 0 findings open, ${acknowledged} acknowledged.`,
      `Evidence: ${evidence.consoleLink}`,
    ].join(' '),
    reviewUrl: evidence.consoleLinkTo(shown.review.id, REVIEW_PAGE),
    notificationTopic: topic,
  });
}
