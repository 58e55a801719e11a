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
  readonly source: pipelines.CodePipelineSource;
  /** What is tested. */
  readonly staging: ApplicationStage;
}

/** In the source: the tests of a revision are run as that revision says. */
export const BUILDSPEC = 'buildspec-integ.yml';

/** Names all outputs of the stage to the build, as one JSON object. */
export const OUTPUTS_VARIABLE = 'OUTPUTS';

/**
 * Runs a buildspec of the source revision against a deployed stage. A step of the library takes no
 * buildspec by its file name.
 */
export class IntegrationStep
  extends pipelines.Step
  implements pipelines.ICodePipelineActionFactory
{
  private readonly source: pipelines.FileSet;
  private readonly references: pipelines.StackOutputReference[];

  constructor(
    id: string,
    private readonly props: IntegrationStepProps,
  ) {
    super(id);
    this.source = sourceOf(props.source);
    this.addDependencyFileSet(this.source);
    this.references = props.staging.outputs.map((output) =>
      pipelines.StackOutputReference.fromCfnOutput(output),
    );
  }

  /** The step waits for the stacks that have them. */
  override get consumedStackOutputs(): pipelines.StackOutputReference[] {
    return this.references;
  }

  produceAction(
    stage: codepipeline.IStage,
    options: pipelines.ProduceActionOptions,
  ): pipelines.CodePipelineActionFactoryResult {
    const { build } = this.props;
    const project = new codebuild.PipelineProject(options.scope, 'Integration', {
      projectName: build.projectName,
      description: 'Integration tests against staging',
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
        input: options.artifacts.toCodePipeline(this.source),
        environmentVariables: {
          [OUTPUTS_VARIABLE]: { value: this.outputs(options.stackOutputsMap) },
          [EVIDENCE_VARIABLE]: { value: build.evidenceFolder },
        },
      }),
    );
    return { runOrdersConsumed: 1, project };
  }

  private outputs(names: pipelines.StackOutputsMap): string {
    return JSON.stringify(
      Object.fromEntries(
        this.references.map((each) => [each.outputName, names.toCodePipeline(each)]),
      ),
    );
  }
}

function sourceOf({ primaryOutput, id }: pipelines.Step): pipelines.FileSet {
  if (primaryOutput) return primaryOutput;
  throw new Error(`the source of a test must have files, got step '${id}' without`);
}
