import type * as pipelines from 'aws-cdk-lib/pipelines';
import type { EnvironmentConfig } from '../config/environment-config';
import type { ApplicationStage } from '../stages/application-stage';
import type { BuildResources } from './build-resources';
import { buildStep } from './build-step';
import type { IEvidenceBucket } from './evidence-bucket';
import { lookupRoleArn } from './lookup-role';
import type { ReviewPrograms } from './review-programs';

export interface ReviewStepProps {
  /** The synthesized assembly. */
  readonly assembly: pipelines.IFileSetProducer;
  /** The programs of the review, bundled. */
  readonly programs: ReviewPrograms;
  /** The stage that would be deployed. */
  readonly stage: ApplicationStage;
  /** The environment that it would be deployed to. */
  readonly environment: EnvironmentConfig;
  /** Holds the compliance results of the deployed revision. */
  readonly evidence: IEvidenceBucket;
  /** Name of the step that stored them there. */
  readonly smoke: string;
}

/** Path of the page in the evidence of the step. */
export const REVIEW_PAGE = 'review/review.html';
/** Exported by the step: the result of the review in one line. */
export const VERDICT_VARIABLE = 'VERDICT';

/** Compares the synthesized templates with the deployed ones, and shows what a deploy would change. */
export function reviewStep(
  resources: BuildResources,
  { assembly, programs, stage, environment, evidence, smoke }: ReviewStepProps,
): pipelines.CodeBuildStep {
  programs.grantFetch(resources);
  evidence.grantReadDeployed(resources.grantee, smoke);
  const roleArn = lookupRoleArn(environment);
  resources.grantAssume(roleArn);
  return buildStep(resources, {
    input: assembly,
    variables: { DEPLOYED: evidence.deployedFile(smoke) },
    commands: [
      ...programs.install,
      `aws configure set --profile reviewed role_arn ${roleArn}`,
      'aws configure set --profile reviewed credential_source EcsContainer',
      // not there until something was deployed; the page says so
      'aws s3 cp --no-progress "$DEPLOYED" deployed/ || true',
      programs.command(
        'review',
        `--deployed ${stage.artifactId} --profile reviewed --evidence deployed`,
      ),
      `export ${VERDICT_VARIABLE}="$(cat reports/review/verdict.txt)"`,
    ],
  });
}
