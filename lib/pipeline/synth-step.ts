import type * as pipelines from 'aws-cdk-lib/pipelines';
import type { BuildResources } from './build-resources';
import { buildStep } from './build-step';
import { INSTALL } from './install';

/**
 * Makes the templates that are deployed, and judges them: what is handed on has no open finding. No
 * test of the application is here, so that none can keep the pipeline from being mended.
 */
export function synthStep(
  resources: BuildResources,
  input: pipelines.IFileSetProducer,
): pipelines.CodeBuildStep {
  return buildStep(resources, {
    input,
    commands: [
      'mkdir -p reports && echo "$CODEBUILD_RESOLVED_SOURCE_VERSION" > reports/revision.txt',
      ...INSTALL,
      // synthesizes strictly, and once: what was judged is what is deployed
      'npm run compliance --ignore-scripts',
      'npm run cfn-lint --ignore-scripts',
    ],
    output: 'cdk.out',
  });
}
