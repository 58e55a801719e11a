import { Stack } from 'aws-cdk-lib';
import * as pipelines from 'aws-cdk-lib/pipelines';
import type { Construct } from 'constructs';
import { synthesizerFor } from '../config/deploy-guard';
import type { EnvironmentConfig } from '../config/environment-config';
import type { PipelineConfig } from '../config/pipeline-config';
import { nameOf } from '../config/names';
import { tagAll } from '../config/tags';
import { validatePipeline } from '../config/validate-pipeline';
import { AccessLogBucket } from '../constructs/access-log-bucket';
import { ProviderLogs } from '../constructs/provider-logs';
import { RotatingKey } from '../constructs/rotating-key';
import { ServiceLogGroup } from '../constructs/service-log-group';
import { ServiceRole } from '../constructs/service-role';
import { ApplicationStage, type FunctionEntries } from '../stages/application-stage';
import { ArtifactBucket } from './artifact-bucket';
import { ArtifactKey } from './artifact-key';
import { BUILD_IMAGE, BuildResources } from './build-resources';
import { DeliveryPipeline } from './delivery-pipeline';
import { EvidenceBucket } from './evidence-bucket';
import { finishLibraryBuilds } from './library-builds';
import { sourceStep } from './source-step';
import { synthStep } from './synth-step';
import { CDK_ASSETS, CDK_CLI } from './versions';

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
    const config = validatePipeline(props.config);
    const { environmentSuffix, account, region, logRetentionDays } = config;
    super(scope, id, {
      stackName: `StreamTech-${environmentSuffix}-Pipeline`,
      env: { account, region },
      synthesizer: synthesizerFor(config, props.staging, props.prod),
    });
    tagAll(this, config);

    const logKey = new RotatingKey(this, 'LogKey', { purpose: 'pipeline-logs', environmentSuffix });
    logKey.allowLogGroups();
    const logs = { logKey, logRetentionDays };
    const encryptionKey = new ArtifactKey(this, 'Key', { purpose: 'pipeline', environmentSuffix });
    const accessLogs = new AccessLogBucket(this, 'AccessLogs', {
      thing: 'pipeline-access-logs',
      environmentSuffix,
      days: logRetentionDays,
    });
    const kept = { environmentSuffix, encryptionKey, accessLogs };
    const artifacts = new ArtifactBucket(this, 'Artifacts', kept);
    const evidence = new EvidenceBucket(this, 'Evidence', { ...kept, days: config.evidenceDays });
    new ProviderLogs(this, 'ProviderLogs', {
      logGroupName: nameOf('pipeline-providers', environmentSuffix),
      ...logs,
    });

    const libraryLogs = new ServiceLogGroup(this, 'LibraryLogs', {
      logGroupName: nameOf('pipeline-library', environmentSuffix),
      ...logs,
    });

    const { entries } = props;
    const stage = (environment: EnvironmentConfig) =>
      new ApplicationStage(this, `StreamTech-${environment.environmentSuffix}`, {
        config: environment,
        entries,
      });
    const [staging, prod] = [stage(props.staging), stage(props.prod)];
    const input = sourceStep(this, config.source);
    const build = { environmentSuffix, ...logs, artifacts, evidence };

    const pipeline = new pipelines.CodePipeline(this, 'Pipeline', {
      codePipeline: new DeliveryPipeline(this, 'Delivery', {
        environmentSuffix,
        artifacts,
        role: new ServiceRole(this, 'PipelineRole', {
          environmentSuffix,
          thing: 'pipeline',
          service: 'codepipeline.amazonaws.com',
        }),
        deployedStages: [staging.stageName, prod.stageName],
      }),
      synth: synthStep(new BuildResources(this, 'Synth', build), input),
      usePipelineRoleForActions: true,
      codeBuildDefaults: {
        buildEnvironment: { buildImage: BUILD_IMAGE },
        logging: { cloudWatch: { logGroup: libraryLogs } },
      },
      // one build for all: the pipeline is the same whatever is in the assets, so that it can be
      // rolled back (a stage goes back only within one structure of the pipeline)
      publishAssetsInParallel: false,
      cliVersion: CDK_CLI,
      cdkAssetsCliVersion: CDK_ASSETS,
    });
    pipeline.addStage(staging);
    pipeline.addWave('Approval', { pre: [new pipelines.ManualApprovalStep('Approve')] });
    pipeline.addStage(prod);
    pipeline.buildPipeline();
    finishLibraryBuilds(pipeline, environmentSuffix);
  }
}
