import type * as pipelines from 'aws-cdk-lib/pipelines';
import type { ApplicationStage } from '../stages/application-stage';
import { EVIDENCE_FILE } from '../compliance/evidence';
import type { BuildResources } from './build-resources';
import { buildStep } from './build-step';
import type { IEvidenceBucket } from './evidence-bucket';

export interface SmokeStepProps {
  /** What was deployed. */
  readonly assembly: pipelines.IFileSetProducer;
  /** Where to. */
  readonly stage: ApplicationStage;
  /** It is told what is deployed now. */
  readonly evidence: IEvidenceBucket;
}

/** Whether a deployed environment answers, and answers nobody without a key. */
export function smokeStep(
  resources: BuildResources,
  { assembly, stage, evidence }: SmokeStepProps,
): pipelines.Step {
  const { id } = resources.node;
  evidence.grantAddDeployed(resources.grantee, id);
  return buildStep(resources, {
    input: assembly,
    variables: { DEPLOYED: evidence.deployedFile(id) },
    commands: [
      'mkdir -p reports',
      // a minute for the first connection to the stores
      'curl --fail-with-body --silent --show-error --retry 10 --retry-delay 6 --retry-all-errors --output reports/health.json "${API_URL%/}/v1/health"',
      `curl --silent --output /dev/null --write-out '%{http_code}' "\${API_URL%/}/v1/videos" | grep -x 401`,
      // what the next review compares with
      `aws s3 cp --no-progress ${EVIDENCE_FILE} "$DEPLOYED"`,
    ],
    outputs: { API_URL: stage.stacks.api.url },
  });
}
