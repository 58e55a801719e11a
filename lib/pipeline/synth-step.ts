import { ComputeType } from 'aws-cdk-lib/aws-codebuild';
import type * as pipelines from 'aws-cdk-lib/pipelines';
import { EVIDENCE_FILE } from '../compliance/evidence';
import type { BuildResources } from './build-resources';
import { buildStep, INSTALL } from './build-step';

/** How many findings are accepted; none is open, or nothing comes after. */
export const ACKNOWLEDGED_VARIABLE = 'ACKNOWLEDGED';

/**
 * Makes the templates that are deployed, and judges them: what is handed on has no open finding. No
 * test of the application is here, so that none can keep the pipeline from being fixed.
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
      `export ${ACKNOWLEDGED_VARIABLE}="$(node -p 'JSON.parse(fs.readFileSync("cdk.out/${EVIDENCE_FILE}")).results.filter(([, , verdict]) => verdict === "acknowledged").length')"`,
    ],
    output: 'cdk.out',
    computeType: ComputeType.LARGE,
  });
}
