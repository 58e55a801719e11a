import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as sns from 'aws-cdk-lib/aws-sns';
import type * as pipelines from 'aws-cdk-lib/pipelines';
import type { BuildResources } from './build-resources';
import { buildStep } from './build-step';
import type { ReviewPrograms } from './review-programs';

/** Written by the program when there is something to tell (tools/guard.ts). */
const CONFIRMED = 'reports/review/confirmed.txt';

export interface GuardStepProps {
  /** What was synthesized. */
  readonly assembly: pipelines.IFileSetProducer;
  /** What it runs. */
  readonly programs: ReviewPrograms;
  /** The pipeline that is guarded. */
  readonly pipelineName: string;
  /** Told of a change that its commit confirms. */
  readonly topic: sns.ITopic;
}

/**
 * Stops a change of the pipeline's safeguards, unless its commit says that it shall be so. It runs
 * before the pipeline changes itself, and everything after takes the templates from its hands.
 */
export function guardStep(
  resources: BuildResources,
  { assembly, programs, pipelineName, topic }: GuardStepProps,
): pipelines.CodeBuildStep {
  const stack = Stack.of(resources);
  programs.grantFetch(resources);
  // there is no grant to look at a stack
  iam.Grant.addToPrincipal({
    grantee: resources.grantee,
    actions: ['cloudformation:DescribeStacks', 'cloudformation:GetTemplate'],
    resourceArns: [stack.stackId],
  });
  resources.grantReadRuns(pipelineName, 'codepipeline:ListActionExecutions');
  topic.grantPublish(resources.grantee);
  return buildStep(resources, {
    input: assembly,
    variables: {
      STACK: stack.stackId,
      PIPELINE: pipelineName,
      EXECUTION: '#{codepipeline.PipelineExecutionId}',
      TOPIC: topic.topicArn,
    },
    commands: [
      ...programs.install,
      programs.command('guard'),
      `if [ -f ${CONFIRMED} ]; then aws sns publish --topic-arn "$TOPIC" --subject 'Safeguards of the pipeline change' --message file://${CONFIRMED}; fi`,
    ],
    output: '.',
  });
}
