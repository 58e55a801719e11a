import type * as pipelines from 'aws-cdk-lib/pipelines';
import type { EnvironmentConfig } from '../config/environment-config';
import type { ApplicationStage } from '../stages/application-stage';
import type { BuildResources } from './build-resources';
import { buildStep } from './build-step';
import type { IEvidenceBucket } from './evidence-bucket';
import { lookupRoleArn } from './lookup-role';
import type { ReviewPrograms } from './review-programs';

export interface ReviewStepProps {
  /** What was synthesized. */
  readonly assembly: pipelines.IFileSetProducer;
  /** What it runs. */
  readonly programs: ReviewPrograms;
  /** What would be deployed. */
  readonly stage: ApplicationStage;
  /** Where to. */
  readonly environment: EnvironmentConfig;
  /** It has what the policies have said of what is deployed. */
  readonly evidence: IEvidenceBucket;
  /** The step that has put it there. */
  readonly smoke: string;
}

/** Where the page is, in the evidence of the step. */
export const REVIEW_PAGE = 'review/review.html';
/** In one line. */
export const VERDICT_VARIABLE = 'VERDICT';

/** Shows what a deploy would do to what is deployed. */
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
    variables: { ...programs.variables, DEPLOYED: evidence.deployedFile(smoke) },
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
