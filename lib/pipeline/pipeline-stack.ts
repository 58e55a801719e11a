import { Stack } from 'aws-cdk-lib';
import * as pipelines from 'aws-cdk-lib/pipelines';
import type { Construct } from 'constructs';
import { synthesizerFor } from '../config/deploy-guard';
import type { EnvironmentConfig } from '../config/environment-config';
import { nameOf } from '../config/names';
import type { PipelineConfig } from '../config/pipeline-config';
import { tagAll } from '../constructs/tag-all';
import { validatePipeline } from '../config/validate-pipeline';
import { RotatingKey } from '../constructs/rotating-key';
import { ServiceRole } from '../constructs/service-role';
import { ApplicationStage, type FunctionEntries } from '../stages/application-stage';
import { approvalStep } from './approval-step';
import { BUILD_IMAGE } from './build-resources';
import { acknowledgeDebian, auditStep, lintStep, sbomStep, testStep } from './checks';
import { DeliveryMeasures } from './delivery-measures';
import { DeliveryPipeline } from './delivery-pipeline';
import { guardStep } from './guard-step';
import { IntegrationStep } from './integration-step';
import { finishLibraryBuilds, readableAssets } from './library-builds';
import { PipelineBuilds } from './pipeline-builds';
import { PipelineStores } from './pipeline-stores';
import { PipelineTopic } from './pipeline-topic';
import { preflightStep } from './preflight-step';
import { ReviewPrograms } from './review-programs';
import { reviewStep } from './review-step';
import { smokeStep } from './smoke-step';
import { revisionOf, sourceStep } from './source-step';
import { synthStep } from './synth-step';
import { CDK_ASSETS, CDK_CLI } from './build-step';
import { watchStep } from './watch-step';

export interface PipelineStackProps {
  /** Where the source is, and who is told. */
  readonly config: PipelineConfig;
  /** Deployed first, and tested. */
  readonly staging: EnvironmentConfig;
  /** Deployed when somebody has approved. */
  readonly prod: EnvironmentConfig;
  /**
   * Entry files of the environments' functions.
   * @default those in src/
   */
  readonly entries?: FunctionEntries;
}

/** The one stack that is deployed by hand. From then on a push deploys everything, this stack too. */
export class PipelineStack extends Stack {
  constructor(scope: Construct, id: string, props: PipelineStackProps) {
    const config = validatePipeline(props.config, props.staging);
    const { environmentSuffix, account, region } = config;
    super(scope, id, {
      stackName: `StreamTech-${environmentSuffix}-Pipeline`,
      env: { account, region },
      synthesizer: synthesizerFor(config, props.staging, props.prod),
    });
    tagAll(this, config);
    const { artifacts, evidence, logs, libraryLogs } = new PipelineStores(this, 'Stores', config);
    const topic = new PipelineTopic(this, 'Deliveries', {
      environmentSuffix,
      encryptionKey: new RotatingKey(this, 'DeliveriesKey', {
        purpose: 'deliveries',
        environmentSuffix,
      }),
      email: config.notificationEmail,
    });
    const builds = new PipelineBuilds(this, 'Builds', {
      shared: { environmentSuffix, ...logs, artifacts, evidence },
      testerRoleArn: roleArn(props.staging, 'tester'),
      watcherRoleArn: roleArn(props.prod, 'watcher'),
    });

    const { entries } = props;
    const staging = new ApplicationStage(this, stageName(props.staging), {
      config: props.staging,
      entries,
      tester: {
        roleArn: roleArn(config, 'integration-build'),
        keysSecretArn: config.integrationKeysSecretArn,
      },
    });
    const prod = new ApplicationStage(this, stageName(props.prod), {
      config: props.prod,
      entries,
      watcherArn: roleArn(config, 'watch-build'),
    });

    const delivery = new DeliveryPipeline(this, 'Delivery', {
      environmentSuffix,
      role: new ServiceRole(this, 'PipelineRole', {
        environmentSuffix,
        thing: 'pipeline',
        service: 'codepipeline.amazonaws.com',
      }),
      artifacts,
      deployedStages: [staging.stageName, prod.stageName],
      topic,
    });
    const programs = new ReviewPrograms(this, 'ReviewPrograms');
    new DeliveryMeasures(this, 'Measures', {
      environmentSuffix,
      ...logs,
      pipeline: delivery,
      productionStage: prod.stageName,
    });
    const source = sourceStep(this, config);
    const synth = synthStep(builds.synth, source);
    const assembly = guardStep(builds.guard, {
      assembly: synth,
      programs,
      pipelineName: nameOf('pipeline', environmentSuffix),
    });
    const pipeline = new pipelines.CodePipeline(this, 'Pipeline', {
      codePipeline: delivery,
      usePipelineRoleForActions: true,
      synth: assembly,
      codeBuildDefaults: {
        buildEnvironment: { buildImage: BUILD_IMAGE },
        logging: { cloudWatch: { logGroup: libraryLogs } },
      },
      // one build for all: the pipeline stays the same whatever is in the assets, and a stage goes back
      // only within one structure of the pipeline
      publishAssetsInParallel: false,
      assetPublishingCodeBuildDefaults: { partialBuildSpec: readableAssets },
      cliVersion: CDK_CLI,
      cdkAssetsCliVersion: CDK_ASSETS,
    });

    const tests = testStep(builds.tests, source);
    pipeline.addWave('Checks', {
      // what is short comes first
      pre: pipelines.Step.sequence([
        preflightStep(builds.preflight, source, props.staging, props.prod),
        auditStep(builds.audit, source),
        sbomStep(builds.sbom, source),
        lintStep(builds.lint, source),
        tests,
      ]),
    });
    const integration = new IntegrationStep('Integration', {
      build: builds.integration,
      source,
      stage: staging,
    });
    pipeline.addStage(staging, { post: [integration] });
    const review = reviewStep(builds.review, {
      assembly,
      programs,
      stage: prod,
      environment: props.prod,
      evidence,
    });
    pipeline.addWave('Approval', {
      pre: [
        review,
        approvalStep({
          revision: revisionOf(source, config.source),
          shown: { synth, tests, review },
          integration,
          evidence,
          topic,
        }),
      ],
    });
    pipeline.addStage(prod, {
      post: pipelines.Step.sequence([
        smokeStep(builds.smoke, { assembly, stage: prod, evidence }),
        watchStep(builds.watch, source, prod, config.releaseWatchMinutes),
      ]),
    });

    pipeline.buildPipeline();
    // it runs as soon as it is there, and its builds then want all that their roles are granted
    for (const role of builds.roles) delivery.node.addDependency(role);
    acknowledgeDebian(tests);
    finishLibraryBuilds(pipeline, environmentSuffix);
  }
}

function stageName({ environmentSuffix }: EnvironmentConfig): string {
  return `StreamTech-${environmentSuffix}`;
}

/** A role of another stage has no other address: it is made later, perhaps in another account. */
function roleArn(
  { account, environmentSuffix }: Pick<EnvironmentConfig, 'account' | 'environmentSuffix'>,
  thing: string,
): string {
  return `arn:aws:iam::${account}:role/${nameOf(thing, environmentSuffix)}`;
}
