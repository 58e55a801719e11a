import type { CfnOutput } from 'aws-cdk-lib';
import * as codebuild from 'aws-cdk-lib/aws-codebuild';
import * as pipelines from 'aws-cdk-lib/pipelines';
import {
  BUILD_IMAGE,
  BUILD_NODE,
  BUILD_TIMEOUT,
  type BuildResources,
  EVIDENCE_VARIABLE,
} from './build-resources';
import { devDependencies } from '../../package.json';

/** The toolkit that the pipeline changes itself with: the one that its templates are made with. */
export const CDK_CLI = devDependencies['aws-cdk'];

/** What publishes assets: the newest. */
export const CDK_ASSETS = '4.7.3';

/**
 * The packages of the lock file. Not `npm ci`, which refuses a lock file in which an optional binary of
 * some other platform could not be resolved. What the commands after it need beyond packages is
 * installed by tools/setup.mjs, or not at all: `--ignore-scripts` passes it over.
 */
export const INSTALL: readonly string[] = ['npm install --no-save --no-audit --no-fund'];

export interface BuildStepOptions {
  /** The source. */
  readonly input: pipelines.IFileSetProducer;
  /** What is done; the first that fails ends it. */
  readonly commands: readonly string[];
  /**
   * Folder that is handed on.
   * @default none
   */
  readonly output?: string;
  /**
   * Where the commands run.
   * @default the one of AWS's own that all share
   */
  readonly image?: codebuild.IBuildImage;
  /**
   * How strong the machine is. MEDIUM has the 8 GiB that a synthesis wants, LARGE the 16 GiB of lint and tests.
   * @default SMALL: what fetches, compares or waits takes neither memory nor more than a core
   */
  readonly computeType?: codebuild.ComputeType;
  /**
   * Variables beyond the place of the evidence.
   * @default none
   */
  readonly variables?: Readonly<Record<string, string>>;
  /**
   * Variables, and the outputs of stacks that they hold.
   * @default none
   */
  readonly outputs?: Readonly<Record<string, CfnOutput>>;
}

/** Where every command leaves its reports. */
const REPORTS = 'reports';
/** Of a failure too. Pages are opened from where they are kept; what else is over a mebibyte is packed. */
const KEEP_EVIDENCE = `if [ -d ${REPORTS} ]; then find ${REPORTS} -type f -size +1024k ! -name '*.html' -exec gzip -9 {} +; aws s3 cp --recursive --no-progress ${REPORTS} "$${EVIDENCE_VARIABLE}"; fi`;

/** Commands on the source, in a project of their own, named like its resources. */
export function buildStep(
  resources: BuildResources,
  { input, commands, output, image, computeType, variables, outputs }: BuildStepOptions,
): pipelines.CodeBuildStep {
  if (output !== undefined) resources.grantOutput();
  return new pipelines.CodeBuildStep(resources.node.id, {
    input,
    commands: [...commands],
    primaryOutputDirectory: output,
    projectName: resources.projectName,
    role: resources.role,
    logging: resources.logging,
    timeout: BUILD_TIMEOUT,
    envFromCfnOutputs: outputs,
    env: { ...variables, [EVIDENCE_VARIABLE]: resources.evidenceFolder },
    buildEnvironment: {
      buildImage: image ?? BUILD_IMAGE,
      computeType: computeType ?? codebuild.ComputeType.SMALL,
    },
    partialBuildSpec: codebuild.BuildSpec.fromObject({
      version: '0.2',
      phases: {
        // an image that is not AWS's has the one Node that it has
        ...(image ? {} : { install: { 'runtime-versions': { nodejs: BUILD_NODE } } }),
        build: { finally: [KEEP_EVIDENCE] },
      },
    }),
  });
}
