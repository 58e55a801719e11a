import type * as pipelines from 'aws-cdk-lib/pipelines';
import type { ApplicationStage } from '../stages/application-stage';
import type { BuildResources } from './build-resources';
import { buildStep } from './build-step';

/** Whether a deployed environment answers, and answers nobody without a key. */
export function smokeStep(
  resources: BuildResources,
  input: pipelines.IFileSetProducer,
  { stacks }: ApplicationStage,
): pipelines.Step {
  return buildStep(resources, {
    input,
    commands: [
      'mkdir -p reports',
      // a minute for the first connection to the stores
      'curl --fail-with-body --silent --show-error --retry 10 --retry-delay 6 --retry-all-errors --output reports/health.json "${API_URL%/}/v1/health"',
      `curl --silent --output /dev/null --write-out '%{http_code}' "\${API_URL%/}/v1/videos" | grep -x 401`,
    ],
    outputs: { API_URL: stacks.api.url },
  });
}
