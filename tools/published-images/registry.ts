import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  BatchGetImageCommand,
  DescribeImagesCommand,
  type ECRClient,
  GetDownloadUrlForLayerCommand,
} from '@aws-sdk/client-ecr';
import * as z from 'zod';
import type { PublishedImage } from './images-in';

/** Where an image has the list of its parts, in its last layer (src/worker/Dockerfile). */
export const SBOM_PATH = 'app/sbom.cdx.json';

/** An image as the registry has it. */
export interface Stored {
  /** Of its manifest: `sha256:…`. */
  readonly digest: string;
  readonly pushedAt: Date;
}

/** @throws when it is not there */
export async function storedImage(client: ECRClient, image: PublishedImage): Promise<Stored> {
  const { repositoryName, imageTag } = image;
  const { imageDetails: [found] = [] } = await client.send(
    new DescribeImagesCommand({ repositoryName, imageIds: [{ imageTag }] }),
  );
  const { imageDigest: digest, imagePushedAt: pushedAt } = found ?? {};
  if (digest === undefined || pushedAt === undefined) {
    throw new Error(`ECR gives no digest of '${repositoryName}:${imageTag}'`);
  }
  return { digest, pushedAt };
}

/** Of one platform: the build makes no list of several. */
const manifestSchema = z.object({
  layers: z.array(z.object({ digest: z.string() })).min(1),
});
const LAYER_MS = 30_000;

/** The list of its parts that is in an image. @throws when its last layer does not have it */
export async function sbomIn(
  client: ECRClient,
  { repositoryName }: PublishedImage,
  { digest }: Stored,
): Promise<string> {
  const { images: [found] = [] } = await client.send(
    new BatchGetImageCommand({ repositoryName, imageIds: [{ imageDigest: digest }] }),
  );
  const { layers } = manifestSchema.parse(JSON.parse(found?.imageManifest ?? '{}'));
  const layerDigest = layers.at(-1)?.digest ?? '';
  const { downloadUrl = '' } = await client.send(
    new GetDownloadUrlForLayerCommand({ repositoryName, layerDigest }),
  );
  const answer = await fetch(downloadUrl, { signal: AbortSignal.timeout(LAYER_MS) });
  if (!answer.ok) throw new Error(`the layer ${layerDigest} was answered ${answer.status}`);
  const layer = Buffer.from(await answer.arrayBuffer());
  const actual = `sha256:${createHash('sha256').update(layer).digest('hex')}`;
  if (actual !== layerDigest) throw new Error(`the layer ${layerDigest} came as ${actual}`);
  const { status, stdout } = spawnSync('tar', ['-xzO', SBOM_PATH], {
    input: layer,
    encoding: 'utf8',
    maxBuffer: MAX_SBOM_BYTES,
  });
  if (status !== 0) throw new Error(`the last layer of ${digest} has no '${SBOM_PATH}'`);
  return stdout;
}

/** A hundred times what it is. */
const MAX_SBOM_BYTES = 32 * 1024 ** 2;
