import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { HeadObjectCommand, S3Client } from '@aws-sdk/client-s3';
import * as z from 'zod';
import type { ObjectVersion } from '../../src/domain/object-version';
import { readSecret } from '../../src/runtime/secrets';

/*
 * What the tests know of an environment: its outputs file and nothing else. A platform on this machine
 * writes one too, with a folder for the bucket and a file for the secret.
 */

const OUTPUTS_FILE = path.resolve(
  process.env['FLAT_OUTPUTS'] ?? path.join(__dirname, '../../cfn-outputs/flat-outputs.json'),
);

const outputsSchema = z.object({
  EnvironmentSuffix: z.string(),
  ApiUrl: z.url(),
  PageUrl: z.url(),
  BucketName: z.string().optional(),
  BucketDirectory: z.string().optional(),
  IntegrationKeysSecretArn: z.string().optional(),
  IntegrationKeysFile: z.string().optional(),
});

/** What only a deployed environment has. */
const deployedSchema = z.object({
  BucketName: z.string(),
  CacheReplicationGroupId: z.string(),
  ClusterName: z.string(),
  DatabaseInstanceId: z.string(),
  DeadLetterQueueUrl: z.string(),
  FileSystemId: z.string(),
  MeasuringDeadLetterQueueUrl: z.string(),
  MeasuringQueueUrl: z.string(),
  QueueUrl: z.string(),
  WorkerServiceName: z.string(),
});

/** Existing secret of an environment: a key for reading alone, and one for everything. */
const integrationKeysSchema = z.looseObject({ readKey: z.string(), writeKey: z.string() });
type IntegrationKeys = z.output<typeof integrationKeysSchema>;

const json: unknown = JSON.parse(readOutputs());
const outputs = outputsSchema.parse(json);

export const { EnvironmentSuffix: environmentSuffix } = outputs;

/** Whether there is an AWS to ask. */
export const isDeployed = 'DatabaseInstanceId' in (json as object);

/** @throws when this is no deployed environment */
export function deployedNames(): z.output<typeof deployedSchema> {
  return deployedSchema.parse(json);
}

/** Without a slash at its end. */
export const apiUrl = outputs.ApiUrl.replace(/\/$/, '');

/** With a slash at its end. */
export const { PageUrl: pageUrl } = outputs;

export async function integrationKeys(): Promise<IntegrationKeys> {
  const { IntegrationKeysSecretArn: arn, IntegrationKeysFile: file = '' } = outputs;
  const text = arn === undefined ? readFileSync(file, 'utf8') : await readSecret(arn);
  return integrationKeysSchema.parse(JSON.parse(text));
}

/** Whether the bytes of an upload are still there. */
export async function objectExists({ key, versionId }: ObjectVersion): Promise<boolean> {
  const { BucketDirectory: directory, BucketName: bucket } = outputs;
  if (directory !== undefined) return existsSync(path.join(directory, key));
  const version = versionId === null ? {} : { VersionId: versionId };
  try {
    await new S3Client({}).send(new HeadObjectCommand({ Bucket: bucket, Key: key, ...version }));
    return true;
  } catch (error) {
    if (error instanceof Error && ['NotFound', 'NoSuchVersion'].includes(error.name)) return false;
    throw error;
  }
}

function readOutputs(): string {
  try {
    return readFileSync(OUTPUTS_FILE, 'utf8');
  } catch (error) {
    throw new Error(
      `'${OUTPUTS_FILE}' must hold the outputs of an environment; ` +
        'the pipeline writes it after a deploy, npm start for the platform on this machine',
      { cause: error },
    );
  }
}
