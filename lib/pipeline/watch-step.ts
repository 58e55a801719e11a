import { ComputeType } from 'aws-cdk-lib/aws-codebuild';
import type * as pipelines from 'aws-cdk-lib/pipelines';
import type { ApplicationStage } from '../stages/application-stage';
import type { BuildResources } from './build-resources';
import { buildStep, INSTALL } from './build-step';

/**
 * Whether an alarm of a deployed environment goes into ALARM; the stage is then taken back. CloudFormation
 * could watch alarms itself, but CodePipeline has no way to tell it which (aws-cdk#5170).
 */
export function watchStep(
  resources: BuildResources,
  input: pipelines.IFileSetProducer,
  { stageName, stacks }: ApplicationStage,
  minutes: number,
): pipelines.Step {
  const { releaseWatch } = stacks.monitoring;
  if (!releaseWatch) throw new Error(`stage '${stageName}' has no release watch`);
  return buildStep(resources, {
    input,
    commands: [
      ...INSTALL,
      'aws configure set --profile watcher role_arn "$WATCHER_ROLE_ARN"',
      'aws configure set --profile watcher credential_source EcsContainer',
      `AWS_PROFILE=watcher node --require tsx/cjs tools/watch-release.ts --minutes ${minutes} $RELEASE_ALARMS`,
    ],
    computeType: ComputeType.SMALL, // it waits
    outputs: { WATCHER_ROLE_ARN: releaseWatch.roleArn, RELEASE_ALARMS: releaseWatch.alarms },
  });
}
