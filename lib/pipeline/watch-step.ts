import type * as pipelines from 'aws-cdk-lib/pipelines';
import type { ApplicationStage } from '../stages/application-stage';
import type { BuildResources } from './build-resources';
import { buildStep, INSTALL } from './build-step';

export interface WatchStepProps {
  /** It has the program. */
  readonly input: pipelines.IFileSetProducer;
  /** What was deployed. */
  readonly stage: ApplicationStage;
  /** From the end of the deploy on. */
  readonly minutes: number;
  /** The pipeline that has deployed it. */
  readonly pipelineName: string;
}

/**
 * Whether an alarm of a deployed environment has gone into ALARM since its stage began, or does; the stage is
 * then taken back. CloudFormation
 * could watch alarms itself, but CodePipeline has no way to tell it which (aws-cdk#5170).
 */
export function watchStep(
  resources: BuildResources,
  { input, stage, minutes, pipelineName }: WatchStepProps,
): pipelines.Step {
  const { stageName, stacks } = stage;
  const { releaseWatch } = stacks.monitoring;
  if (!releaseWatch) throw new Error(`stage '${stageName}' has no release watch`);
  resources.grantReadRuns(
    pipelineName,
    'codepipeline:GetPipelineExecution',
    'codepipeline:ListActionExecutions',
  );
  return buildStep(resources, {
    input,
    variables: { EXECUTION: '#{codepipeline.PipelineExecutionId}' },
    commands: [
      ...INSTALL,
      'aws configure set --profile watcher role_arn "$WATCHER_ROLE_ARN"',
      'aws configure set --profile watcher credential_source EcsContainer',
      `node --require tsx/cjs tools/watch-release.ts --pipeline ${pipelineName} --execution "$EXECUTION" --stage ${stageName} --profile watcher --minutes ${minutes} $RELEASE_ALARMS`,
    ],
    outputs: { WATCHER_ROLE_ARN: releaseWatch.roleArn, RELEASE_ALARMS: releaseWatch.alarms },
  });
}
