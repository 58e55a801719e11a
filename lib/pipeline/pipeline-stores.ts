import { Construct } from 'constructs';
import type * as logs from 'aws-cdk-lib/aws-logs';
import { nameOf } from '../config/names';
import { AccessLogBucket } from '../constructs/access-log-bucket';
import type { PipelineConfig } from '../config/pipeline-config';
import type { EnvironmentProps, LogProps } from '../constructs/common-props';
import { ProviderLogs } from '../constructs/provider-logs';
import { RotatingKey } from '../constructs/rotating-key';
import { ServiceLogGroup } from '../constructs/service-log-group';
import { ArtifactBucket, ArtifactKey, type IArtifactBucket } from './artifact-bucket';
import { EvidenceBucket, type IEvidenceBucket } from './evidence-bucket';

export interface PipelineStoresProps extends EnvironmentProps {
  /** How long a line of a log is kept. */
  readonly logRetentionDays: logs.RetentionDays;
  /** How long the evidence of a run is kept. */
  readonly evidenceDays: number;
  /** Whether it can be deleted before. */
  readonly evidenceLock: PipelineConfig['evidenceLock'];
}

/** What a pipeline keeps: artifacts, evidence, logs; under keys of its own. */
export class PipelineStores extends Construct {
  /** What one action hands to the next. */
  readonly artifacts: IArtifactBucket;
  /** What each run has shown. */
  readonly evidence: IEvidenceBucket;
  /** The same of pull requests. It is there without any: to leave them unchecked must delete no bucket. */
  readonly pullRequests: IArtifactBucket;
  /** How its logs are kept. */
  readonly logs: LogProps;
  /** Takes the lines of the builds that the library makes. */
  readonly libraryLogs: logs.ILogGroup;

  constructor(scope: Construct, id: string, props: PipelineStoresProps) {
    super(scope, id);
    const { environmentSuffix, logRetentionDays } = props;
    const logKey = new RotatingKey(this, 'LogKey', { purpose: 'pipeline-logs', environmentSuffix });
    logKey.allowLogGroups();
    this.logs = { logKey, logRetentionDays };
    this.libraryLogs = new ServiceLogGroup(this, 'LibraryLogs', {
      logGroupName: nameOf('pipeline-library', environmentSuffix),
      ...this.logs,
    });
    new ProviderLogs(this, 'ProviderLogs', {
      logGroupName: nameOf('pipeline-providers', environmentSuffix),
      ...this.logs,
    });

    const encryptionKey = new ArtifactKey(this, 'Key', { purpose: 'pipeline', environmentSuffix });
    const accessLogs = new AccessLogBucket(this, 'AccessLogs', {
      baseName: 'pipeline-access-logs',
      environmentSuffix,
      days: logRetentionDays,
    });
    const kept = { environmentSuffix, encryptionKey, accessLogs };
    this.artifacts = new ArtifactBucket(this, 'Artifacts', { ...kept, baseName: 'artifacts' });
    this.pullRequests = new ArtifactBucket(this, 'PullRequests', {
      ...kept,
      baseName: 'pull-requests',
    });
    this.evidence = new EvidenceBucket(this, 'Evidence', {
      ...kept,
      days: props.evidenceDays,
      lock: props.evidenceLock,
    });
  }
}
