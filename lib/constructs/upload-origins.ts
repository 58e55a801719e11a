import { join } from 'node:path';
import { CustomResource, Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { EnvironmentProps, LogProps } from './common-props';
import type { IngestBucket } from './ingest-bucket';
import { NodeFunction } from './node-function';
import { ResourceProvider } from './resource-provider';

export interface UploadOriginsProps extends EnvironmentProps, LogProps {
  /** Where videos arrive. */
  readonly ingest: IngestBucket;
  /** Pages whose scripts may send videos to it, by signed links. */
  readonly origins: readonly string[];
}

const ENTRY = join(__dirname, '../../src/entries/allow-uploads.lambda.ts');

/**
 * The CORS rule of the bucket. It names the host of the page, which API Gateway makes up after the bucket is
 * there; so the stack of the API sets it, and the bucket's own template says nothing of it. (docs/adr/0015)
 */
export class UploadOrigins extends Construct {
  constructor(scope: Construct, id: string, props: UploadOriginsProps) {
    super(scope, id);
    const { environmentSuffix, logKey, logRetentionDays, ingest, origins } = props;
    const shared = { environmentSuffix, logKey, logRetentionDays };
    const { handler, role } = new NodeFunction(this, 'Allow', {
      ...shared,
      baseName: 'allow-uploads',
      description: 'Lets the page send videos to the bucket, at a deploy',
      entry: ENTRY,
      environment: {},
      timeout: Duration.minutes(1), // one call
      memoryMib: 256,
      concurrency: {
        unreserved: 'CloudFormation calls it once in a deploy; twice would have the same effect.',
      },
    });
    ingest.grantSetOrigins(role);
    const { serviceToken } = new ResourceProvider(this, 'Provider', {
      ...shared,
      baseName: 'allow-uploads-provider',
      handler,
    });
    const resource = new CustomResource(this, 'Allowed', {
      resourceType: 'Custom::UploadOrigins',
      serviceToken,
      properties: { Bucket: ingest.bucket.bucketName, Origins: origins },
    });
    resource.node.addDependency(role);
  }
}
