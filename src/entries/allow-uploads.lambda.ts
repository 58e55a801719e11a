import { PutBucketCorsCommand } from '@aws-sdk/client-s3';
import type { CdkCustomResourceEvent, CdkCustomResourceResponse } from 'aws-lambda';
import * as z from 'zod';
import { createS3Client } from '../storage/objects/s3-object-store';

/*
 * Sets the CORS rule of the upload bucket, once the origin of the page is known. CORS authorizes nobody: an
 * upload needs a presigned URL. Without the rule, a browser sends nothing to another origin.
 */

const propertiesSchema = z.object({ Bucket: z.string(), Origins: z.array(z.string()).min(1) });

/** How long a browser caches the preflight response. */
const MAX_AGE_SECONDS = 3600;

const s3 = createS3Client();

export async function handler(event: CdkCustomResourceEvent): Promise<CdkCustomResourceResponse> {
  // the page is deleted with its API, so the rule that stays allows an origin that no longer exists; the id is
  // whichever CloudFormation has, also one that it has made up itself (cloudformation-coverage-roadmap#1814)
  if (event.RequestType === 'Delete') return {};
  const { Bucket, Origins } = propertiesSchema.parse(event.ResourceProperties);
  const rule = {
    AllowedOrigins: Origins,
    AllowedMethods: ['PUT'],
    // `if-none-match: *`: an upload never replaces an object
    AllowedHeaders: ['content-type', 'x-amz-*', 'if-none-match'],
    // the page completes a multipart upload with the ETags of its parts
    ExposeHeaders: ['ETag'],
    MaxAgeSeconds: MAX_AGE_SECONDS,
  };
  await s3.send(new PutBucketCorsCommand({ Bucket, CORSConfiguration: { CORSRules: [rule] } }));
  return { PhysicalResourceId: 'upload-origins' };
}
