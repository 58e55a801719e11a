import type * as sns from 'aws-cdk-lib/aws-sns';
import * as pipelines from 'aws-cdk-lib/pipelines';
import type { DeliveredEnvironment } from '../config/delivered-environment';
import type { ApplicationStage } from '../stages/application-stage';
import { approvalStep } from './approval-step';
import { buildsOf, type StepNames } from './environment-builds';
import type { IEvidenceBucket } from './evidence-bucket';
import { IntegrationStep } from './integration-step';
import type { PipelineBuilds } from './pipeline-builds';
import type { ReviewPrograms } from './review-programs';
import { reviewStep } from './review-step';
import { smokeStep } from './smoke-step';
import { watchStep } from './watch-step';

export interface EnvironmentDeploymentProps {
  /** What the steps are called. */
  readonly names: StepNames;
  /** What they run in. */
  readonly builds: PipelineBuilds;
  /** The revision. */
  readonly source: pipelines.IFileSetProducer;
  /** Has judged the templates. */
  readonly synth: pipelines.CodeBuildStep;
  /** What is deployed, as the guard has let it through. */
  readonly assembly: pipelines.CodeBuildStep;
  /** Have tested the application. */
  readonly tests: pipelines.CodeBuildStep;
  /** What judges a change. */
  readonly programs: ReviewPrograms;
  /** What each run has shown. */
  readonly evidence: IEvidenceBucket;
  /** Who is asked. */
  readonly topic: sns.ITopic;
  /** What is deployed, in words. */
  readonly revision: string;
  /** How long alarms are watched. */
  readonly releaseWatchMinutes: number;
  /** Name of the pipeline. */
  readonly pipelineName: string;
}

/** Adds environments to a pipeline, one after another: the question before, the deploy, the checks after. */
export class EnvironmentDeployment {
  private readonly integrations = new Map<string, IntegrationStep>();

  constructor(
    private readonly pipeline: pipelines.CodePipeline,
    private readonly props: EnvironmentDeploymentProps,
  ) {}

  add(environment: DeliveredEnvironment, stage: ApplicationStage): void {
    if (environment.approval === 'by-a-person') this.ask(environment, stage);
    this.pipeline.addStage(stage, {
      post: pipelines.Step.sequence(this.checksOf(environment, stage)),
    });
  }

  private ask(environment: DeliveredEnvironment, stage: ApplicationStage): void {
    const { names, builds, assembly, programs, evidence, revision, synth, tests, topic } =
      this.props;
    const review = reviewStep(builds.of(environment, 'Review'), {
      assembly,
      programs,
      stage,
      environment: environment.config,
      evidence,
      smoke: names(environment, 'Smoke'),
    });
    const { environmentSuffix } = environment.config;
    const approve = names(environment, 'Approve');
    this.pipeline.addWave(names(environment, 'Approval'), {
      pre: [
        review,
        approvalStep(approve, {
          revision,
          target: approve === 'Approve' ? 'production' : environmentSuffix,
          shown: { synth, tests, review },
          integrations: new Map(this.integrations),
          evidence,
          topic,
        }),
      ],
    });
  }

  private checksOf(environment: DeliveredEnvironment, stage: ApplicationStage): pipelines.Step[] {
    const { names, builds, source, assembly, evidence, releaseWatchMinutes, pipelineName } =
      this.props;
    return buildsOf(environment).flatMap((check): pipelines.Step[] => {
      const build = builds.of(environment, check);
      switch (check) {
        case 'Integration': {
          const step = new IntegrationStep(names(environment, check), { build, source, stage });
          this.integrations.set(environment.config.environmentSuffix, step);
          return [step];
        }
        case 'Smoke':
          return [smokeStep(build, { assembly, stage, evidence })];
        case 'Watch':
          return [
            watchStep(build, { input: source, stage, minutes: releaseWatchMinutes, pipelineName }),
          ];
        case 'Review':
          return []; // it comes before
      }
    });
  }
}
