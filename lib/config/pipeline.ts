import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { REGION } from './names';
import type { PipelineConfig } from './pipeline-config';

/** Deploys what is `delivered` of `environments.ts`, from an account of its own. */
export const pipeline: PipelineConfig = {
  environmentSuffix: 'main',
  account: '444444444444',
  region: REGION,
  owner: 'video-platform',
  costCenter: 'media-engineering',
  dataClassification: 'internal',
  source: {
    type: 'CodeConnections',
    // made by hand, because its authorization is (docs/pipeline.md)
    connectionArn: `arn:aws:codeconnections:${REGION}:444444444444:connection/00000000-0000-0000-0000-000000000000`,
    repository: 'streamtech/video-platform',
    branch: 'main',
    ignoredPaths: ['**/*.md', 'docs/**', 'bench/**'],
    pullRequests: 'checked',
  },
  releaseWatchMinutes: 20,
  logRetentionDays: RetentionDays.ONE_YEAR,
  evidenceDays: 1095,
  evidenceLock: 'governance',
  notificationEmail: 'video-platform@streamtech.example',
};
