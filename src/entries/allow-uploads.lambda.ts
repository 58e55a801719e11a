import { PutBucketCorsCommand } from '@aws-sdk/client-s3';
import type { CdkCustomResourceEvent, CdkCustomResourceResponse } from 'aws-lambda';
import * as z from 'zod';
import { createS3Client } from '../storage/objects/s3-object-store';

/*
 * Lets pages send videos to the bucket, once it is known where they are served. CORS is no guard: an upload
 * needs a signed address. It is what a browser asks before it sends to another host.
 */

const propertiesSchema = z.object({ Bucket: z.string(), Origins: z.array(z.string()).min(1) });

/** Browsers ask again after an hour. */
const MAX_AGE_SECONDS = 3600;

const s3 = createS3Client();

export async function handler(event: CdkCustomResourceEvent): Promise<CdkCustomResourceResponse> {
  // the pages go with the API; what stays names a host that is nobody's
  if (event.RequestType !== 'Delete') {
    const { Bucket, Origins } = propertiesSchema.parse(event.ResourceProperties);
    const rule = {
      AllowedOrigins: Origins,
      AllowedMethods: ['PUT'],
      // by the last of them an upload takes the place of nothing
      AllowedHeaders: ['content-type', 'x-amz-*', 'if-none-match'],
      // by which a page completes an upload in parts
      ExposeHeaders: ['ETag'],
      MaxAgeSeconds: MAX_AGE_SECONDS,
    };
    await s3.send(new PutBucketCorsCommand({ Bucket, CORSConfiguration: { CORSRules: [rule] } }));
  }
  return { PhysicalResourceId: 'upload-origins' };
}
