import { Stack } from 'aws-cdk-lib';
import * as codebuild from 'aws-cdk-lib/aws-codebuild';
import type * as codepipeline from 'aws-cdk-lib/aws-codepipeline';
import { CodeBuildAction, CodeBuildActionType } from 'aws-cdk-lib/aws-codepipeline-actions';
import * as pipelines from 'aws-cdk-lib/pipelines';
import type { ApplicationStage } from '../stages/application-stage';
import {
  BUILD_IMAGE,
  BUILD_TIMEOUT,
  type BuildResources,
  EVIDENCE_VARIABLE,
} from './build-resources';

export interface IntegrationStepProps {
  /** The project's name, role and log. */
  readonly build: BuildResources;
  /** It has the buildspec. */
  readonly source: pipelines.IFileSetProducer;
  /** What is tested; it lets the build look. */
  readonly stage: ApplicationStage;
}

/** In the source: a revision is tested as it says itself. */
export const BUILDSPEC = 'buildspec-integ.yml';

/**
 * Runs a buildspec of the source revision against a deployed stage. The library's steps take none by its
 * file name.
 *
 * The build reads the outputs of the stage's stacks itself, because an action takes no more than 1,000
 * characters of variables.
 */
export class IntegrationStep
  extends pipelines.Step
  implements pipelines.ICodePipelineActionFactory
{
  /** How many have passed, as the pipeline fills it in. The buildspec exports it. */
  readonly passed: string;
  private readonly files: pipelines.FileSet;
  private readonly testerRoleArn: pipelines.StackOutputReference;

  constructor(
    id: string,
    private readonly props: IntegrationStepProps,
  ) {
    super(id);
    this.passed = `#{${id}.INTEGRATION_TESTS}`;
    const { source, stage } = props;
    if (!source.primaryOutput) throw new Error('the source has no primary output');
    this.files = source.primaryOutput;
    if (!stage.testing) throw new Error(`stage '${stage.stageName}' has no testing stack`);
    this.testerRoleArn = pipelines.StackOutputReference.fromCfnOutput(stage.testing.testerRoleArn);
    this.addDependencyFileSet(this.files);
  }

  /** Made variables of the pipeline, and waited for. */
  override get consumedStackOutputs(): pipelines.StackOutputReference[] {
    return [this.testerRoleArn];
  }

  produceAction(
    stage: codepipeline.IStage,
    options: pipelines.ProduceActionOptions,
  ): pipelines.CodePipelineActionFactoryResult {
    const { build } = this.props;
    const project = new codebuild.PipelineProject(options.scope, this.id, {
      projectName: build.projectName,
      description: `Integration tests against ${stage.stageName}`,
      role: build.role,
      buildSpec: codebuild.BuildSpec.fromSourceFilename(BUILDSPEC),
      environment: { buildImage: BUILD_IMAGE, computeType: codebuild.ComputeType.MEDIUM },
      logging: build.logging,
      timeout: BUILD_TIMEOUT,
      grantReportGroupPermissions: false,
    });
    stage.addAction(
      new CodeBuildAction({
        actionName: options.actionName,
        runOrder: options.runOrder,
        type: CodeBuildActionType.TEST,
        project,
        variablesNamespace: this.id,
        input: options.artifacts.toCodePipeline(this.files),
        environmentVariables: {
          STACKS: { value: this.stacks.join(' ') },
          TESTER_ROLE_ARN: { value: options.stackOutputsMap.toCodePipeline(this.testerRoleArn) },
          [EVIDENCE_VARIABLE]: { value: build.evidenceFolder },
        },
      }),
    );
    return { runOrdersConsumed: 1, project };
  }

  private get stacks(): string[] {
    const { children } = this.props.stage.node;
    return children.filter((child) => Stack.isStack(child)).map(({ stackName }) => stackName);
  }
}
