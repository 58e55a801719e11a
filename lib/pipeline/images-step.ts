import type * as pipelines from 'aws-cdk-lib/pipelines';
import type { EnvironmentConfig } from '../config/environment-config';
import type { BuildResources } from './build-resources';
import { buildStep } from './build-step';
import { lookupRoleArn } from './lookup-role';
import type { ReviewPrograms } from './review-programs';

export interface ImagesStepProps {
  /** The synthesized assembly; its images are published. */
  readonly assembly: pipelines.IFileSetProducer;
  /** What it runs. */
  readonly programs: ReviewPrograms;
  /** Where the images are published to. */
  readonly environments: readonly EnvironmentConfig[];
  /** The pipeline that has published them. */
  readonly pipelineName: string;
}

/**
 * Whether ECR knows a critical vulnerability of an image that is to be run; unknown is not no. What it is made of,
 * and who has built it, is evidence.
 */
export function imagesStep(
  resources: BuildResources,
  { assembly, programs, environments, pipelineName }: ImagesStepProps,
): pipelines.Step {
  programs.grantFetch(resources);
  // two environments may be in one account
  const roles = new Map(environments.map((each) => [each.account, lookupRoleArn(each)]));
  for (const roleArn of roles.values()) resources.grantAssume(roleArn);
  const pipelineArn = resources.grantReadRuns(pipelineName, 'codepipeline:ListActionExecutions');
  return buildStep(resources, {
    input: assembly,
    commands: [
      ...programs.install,
      ...[...roles].flatMap(([account, roleArn]) => [
        `aws configure set --profile ${account} role_arn ${roleArn}`,
        `aws configure set --profile ${account} credential_source EcsContainer`,
      ]),
      programs.command('published-images', `--pipeline ${pipelineArn}`),
    ],
  });
}
