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
  /** Where it would go, in a word. */
  readonly target: string;
  /** Have shown what it is worth, and what it would do. */
  readonly shown: Readonly<Record<'synth' | 'tests' | 'review', pipelines.CodeBuildStep>>;
  /** Have tested the environments before, by their suffixes. */
  readonly integrations: ReadonlyMap<string, IntegrationStep>;
  /** Where the run's evidence is. */
  readonly evidence: IEvidenceBucket;
  /** Who is asked. */
  readonly topic: sns.ITopic;
}

/** A person decides, after the tests of what comes before, with the review of the change at hand. */
export function approvalStep(id: string, props: ApprovalStepProps): pipelines.Step {
  const { revision, target, shown, integrations, evidence, topic } = props;
  const verdict = shown.review.exportedVariable(VERDICT_VARIABLE);
  const tests = shown.tests.exportedVariable(TESTS_VARIABLE);
  const acknowledged = shown.synth.exportedVariable(ACKNOWLEDGED_VARIABLE);
  const passed = [...integrations].map(([suffix, { passed }]) => `, and ${passed} in ${suffix}`);
  return new pipelines.ManualApprovalStep(id, {
    comment: [
      `Deploy revision ${revision} to ${target}?`,
      `Change review: ${verdict}.`,
      `Tests: ${tests} passed${passed.join('')}.`,
      `Compliance: 0 findings open, ${acknowledged} acknowledged.`,
      `Evidence: ${evidence.consoleLink}`,
    ].join(' '),
    reviewUrl: evidence.consoleLinkTo(shown.review.id, REVIEW_PAGE),
    notificationTopic: topic,
  });
}
