import * as codepipeline from 'aws-cdk-lib/aws-codepipeline';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import type * as sns from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { nameOf } from '../config/names';
import type { EnvironmentProps } from '../constructs/common-props';

export interface DeliveryPipelineProps extends EnvironmentProps {
  /** All that the pipeline may do. */
  readonly role: iam.IRole;
  /** What one action hands to the next. */
  readonly artifacts: s3.IBucket;
  /** Names of the stages that go back to their last good run when they fail. */
  readonly deployedStages: readonly string[];
  /** Told of a failure, a success, and an approval that is needed. */
  readonly topic: sns.ITopic;
}

/**
 * The pipeline that the library's pipeline of stages is drawn on: runs wait for one another, and a
 * stage that fails after a deploy is rolled back.
 */
export class DeliveryPipeline extends codepipeline.Pipeline {
  private readonly deployedStages: readonly string[];

  constructor(scope: Construct, id: string, props: DeliveryPipelineProps) {
    super(scope, id, {
      pipelineName: nameOf('pipeline', props.environmentSuffix),
      pipelineType: codepipeline.PipelineType.V2,
      executionMode: codepipeline.ExecutionMode.QUEUED,
      role: props.role,
      artifactBucket: props.artifacts,
      crossAccountKeys: true,
      enableKeyRotation: true,
      // one role that may start these builds is all that there is to separate
      usePipelineRoleForActions: true,
      // a pipeline that has changed itself starts over, as what it now is
      restartExecutionOnUpdate: true,
    });
    this.deployedStages = props.deployedStages;
    this.notifyOn('Notify', props.topic, {
      notificationRuleName: nameOf('deliveries', props.environmentSuffix),
      // an approval that is needed is told by the approval itself, with what is to be approved
      events: [
        codepipeline.PipelineNotificationEvents.PIPELINE_EXECUTION_FAILED,
        codepipeline.PipelineNotificationEvents.PIPELINE_EXECUTION_SUCCEEDED,
      ],
    });
  }

  override addStage(props: codepipeline.StageOptions): codepipeline.IStage {
    return super.addStage(
      this.deployedStages.includes(props.stageName)
        ? { ...props, onFailure: { result: codepipeline.Result.ROLLBACK } }
        : props,
    );
  }
}
