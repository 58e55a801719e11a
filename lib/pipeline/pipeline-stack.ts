import { Stack } from 'aws-cdk-lib';
import * as pipelines from 'aws-cdk-lib/pipelines';
import type { Construct } from 'constructs';
import { synthesizerFor } from '../config/deploy-guard';
import type { DeliveredEnvironment } from '../config/delivered-environment';
import { nameOf } from '../config/names';
import type { PipelineConfig } from '../config/pipeline-config';
import { tagAll } from '../constructs/tag-all';
import { validatePipeline } from '../config/validate-pipeline';
import { RotatingKey } from '../constructs/rotating-key';
import { ServiceRole } from '../constructs/service-role';
import {
  ApplicationStage,
  type ApplicationStageProps,
  type FunctionEntries,
} from '../stages/application-stage';
import { BUILD_IMAGE, roleBaseName } from './build-resources';
import { acknowledgeDebian, auditStep, sbomStep, testStep } from './checks';
import { DeliveryMeasures } from './delivery-measures';
import { DeliveryPipeline } from './delivery-pipeline';
import { buildsOf, type EnvironmentBuild, stepNames, type StepNames } from './environment-builds';
import { EnvironmentDeployment } from './environment-deployment';
import { guardStep } from './guard-step';
import { imagesStep } from './images-step';
import { finishLibraryBuilds, readableAssets } from './library-builds';
import { PipelineBuilds } from './pipeline-builds';
import { PipelineStores } from './pipeline-stores';
import { PipelineTopic } from './pipeline-topic';
import { preflightStep } from './preflight-step';
import { PullRequestChecks } from './pull-request-checks';
import { ReviewPrograms } from './review-programs';
import { roleArn } from './role-arn';
import { revisionOf, sourceStep } from './source-step';
import { synthStep } from './synth-step';
import { CDK_ASSETS, CDK_CLI } from './build-step';

export interface PipelineStackProps {
  /** Where the source is, and who is told. */
  readonly config: PipelineConfig;
  /** What is deployed, in this order; the last is production. */
  readonly environments: readonly DeliveredEnvironment[];
  /**
   * Entry files of the environments' functions.
   * @default those in src/
   */
  readonly entries?: FunctionEntries;
}

/** The one stack that is deployed by hand. From then on a push deploys everything, this stack too. */
export class PipelineStack extends Stack {
  constructor(scope: Construct, id: string, props: PipelineStackProps) {
    const config = validatePipeline(props.config, props.environments);
    const { environments, entries } = props;
    const { environmentSuffix, account, region } = config;
    const configs = environments.map((each) => each.config);
    super(scope, id, {
      stackName: `StreamTech-${environmentSuffix}-Pipeline`,
      env: { account, region },
      synthesizer: synthesizerFor(config, ...configs),
    });
    tagAll(this, config);
    const stores = new PipelineStores(this, 'Stores', config);
    const { artifacts, evidence, logs, libraryLogs } = stores;
    const topic = new PipelineTopic(this, 'Deliveries', {
      environmentSuffix,
      encryptionKey: new RotatingKey(this, 'DeliveriesKey', {
        purpose: 'deliveries',
        environmentSuffix,
      }),
      email: config.notificationEmail,
    });
    const names = stepNames(environments);
    const builds = new PipelineBuilds(this, 'Builds', {
      shared: { environmentSuffix, ...logs, artifacts, evidence },
      environments,
      names,
    });

    const deliveries = environments.map((environment) => ({
      environment,
      stage: new ApplicationStage(this, `StreamTech-${environment.config.environmentSuffix}`, {
        config: environment.config,
        entries,
        ...observersOf(environment, config, names),
      }),
    }));

    const delivery = new DeliveryPipeline(this, 'Delivery', {
      environmentSuffix,
      role: new ServiceRole(this, 'PipelineRole', {
        environmentSuffix,
        baseName: 'pipeline',
        service: 'codepipeline.amazonaws.com',
      }),
      artifacts,
      deployedStages: deliveries.map(({ stage }) => stage.stageName),
      topic,
    });
    const pipelineName = nameOf('pipeline', environmentSuffix);
    if (config.source.type === 'CodeConnections' && config.source.pullRequests === 'checked') {
      new PullRequestChecks(this, 'PullRequests', {
        environmentSuffix,
        ...logs,
        source: config.source,
        artifacts: stores.pullRequests,
      });
    }
    const programs = new ReviewPrograms(this, 'ReviewPrograms', { environmentSuffix });
    new DeliveryMeasures(this, 'Measures', {
      environmentSuffix,
      ...logs,
      pipeline: delivery,
      productionStage: deliveries.at(-1)?.stage.stageName ?? '',
    });
    const source = sourceStep(this, config);
    const synth = synthStep(builds.synth, source);
    const assembly = guardStep(builds.guard, {
      assembly: synth,
      programs,
      pipelineName,
      topic,
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
        preflightStep(builds.preflight, source, ...configs),
        imagesStep(builds.images, {
          assembly,
          programs,
          environments: configs,
          pipelineName,
        }),
        auditStep(builds.audit, source),
        sbomStep(builds.sbom, source),
        tests,
      ]),
    });
    const deployment = new EnvironmentDeployment(pipeline, {
      names,
      builds,
      source,
      synth,
      assembly,
      tests,
      programs,
      evidence,
      topic,
      revision: revisionOf(source, config.source),
      releaseWatchMinutes: config.releaseWatchMinutes,
      pipelineName,
    });
    for (const each of deliveries) deployment.add(each.environment, each.stage);

    pipeline.buildPipeline();
    // it runs as soon as it is there, and its builds then want all that their roles are granted
    delivery.node.addDependency(programs, ...builds.roles);
    acknowledgeDebian(tests.project);
    finishLibraryBuilds(pipeline, environmentSuffix);
  }
}

/** The builds that an environment lets look at it. */
function observersOf(
  environment: DeliveredEnvironment,
  pipeline: PipelineConfig,
  names: StepNames,
): Pick<ApplicationStageProps, 'tester' | 'watcherArn'> {
  const builds = buildsOf(environment);
  const roleOf = (build: EnvironmentBuild) =>
    roleArn(pipeline, roleBaseName(names(environment, build)));
  return {
    ...(builds.includes('Integration') && {
      tester: {
        roleArn: roleOf('Integration'),
        keysSecretArn: environment.integrationKeysSecretArn,
      },
    }),
    ...(builds.includes('Watch') && { watcherArn: roleOf('Watch') }),
  };
}
