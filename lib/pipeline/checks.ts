import * as codebuild from 'aws-cdk-lib/aws-codebuild';
import type * as pipelines from 'aws-cdk-lib/pipelines';
import { acknowledge } from '../compliance/acknowledge';
import type { BuildResources } from './build-resources';
import { buildStep, INSTALL } from './build-step';

/*
 * What must pass before anything is deployed. Each is an action of its own, after the pipeline has changed
 * itself: a broken test stops the deploy, not the repair of the pipeline. They run one after another, as
 * every build of the pipeline does: a new account may run one build of a size at a time.
 */

/**
 * Debian, as the worker's image has it: the tests want ffmpeg, Chromium and Redis from its packages. From
 * Amazon's copy, because Docker Hub refuses who pulls without a name from an address that many share.
 */
export const DEBIAN = codebuild.LinuxArmBuildImage.fromDockerRegistry(
  'public.ecr.aws/docker/library/node:24.21.0-bookworm',
);
const MOTO = '5.2.1';

/** Format, lint, types, unused code, known vulnerabilities. */
export const STATIC_CHECKS: readonly string[] = [
  ...INSTALL,
  'npm run check --ignore-scripts -- static',
];

/** Everything that needs no AWS, on {@link DEBIAN}. Nothing is skipped because a program is missing: CI says so. */
export const TESTS: readonly string[] = [
  'export CI=true',
  'apt-get update -qq',
  'apt-get install -y -qq --no-install-recommends awscli python3-venv',
  'python3 -m venv /opt/moto',
  `/opt/moto/bin/pip install --quiet 'moto[server]==${MOTO}'`,
  'export PATH="$PATH:/opt/moto/bin"',
  'npm run test:all -- --coverageDirectory=reports/coverage',
];

/** How many have passed, `12` or `12 of 15`; none has failed, or nothing comes after. */
export const TESTS_VARIABLE = 'TESTS';

/**
 * Lint and tests in one build with one install, what is short first; tells how many tests have passed. A machine of
 * that size is paid for by the minute, and fetches the packages in one.
 */
export function testStep(
  resources: BuildResources,
  input: pipelines.IFileSetProducer,
): pipelines.CodeBuildStep {
  return buildStep(resources, {
    input,
    image: DEBIAN,
    computeType: codebuild.ComputeType.LARGE,
    commands: [
      ...STATIC_CHECKS,
      ...TESTS,
      'node --require tsx/cjs tools/tests-that-ran.ts reports/tests/junit.xml > reports/tests/passed.txt',
      `export ${TESTS_VARIABLE}="$(cat reports/tests/passed.txt)"`,
    ],
  });
}

/** Of a project that is there: that of a step is made when the pipeline is built. */
export function acknowledgeDebian(project: codebuild.IProject): void {
  acknowledge(project, {
    'AwsSolutions-CB5':
      "No image of CodeBuild's on Graviton has ffmpeg, Chromium and Redis; this one is the official Node image by its version, which the worker's image starts from too.",
  });
}

/**
 * Known vulnerabilities of what is installed: a high or critical one without an exception stops the deploy, and so
 * does a registry that does not answer. All are evidence.
 */
export function auditStep(
  resources: BuildResources,
  input: pipelines.IFileSetProducer,
): pipelines.Step {
  return buildStep(resources, {
    input,
    commands: [...INSTALL, 'node --require tsx/cjs tools/advisories.ts'],
  });
}

/** The npm packages of what is deployed, with their versions and licences; an image lists its own parts. */
export function sbomStep(
  resources: BuildResources,
  input: pipelines.IFileSetProducer,
): pipelines.Step {
  return buildStep(resources, {
    input,
    commands: [...INSTALL, 'node --require tsx/cjs tools/sbom.ts'],
  });
}
