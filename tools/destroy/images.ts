import { BatchDeleteImageCommand, BatchGetImageCommand, type ECRClient } from '@aws-sdk/client-ecr';
import type { TaskDefinition } from './task-definitions';

/** An image in the repository of the bootstrap, which all environments of the account share. */
interface Image {
  readonly repositoryName: string;
  readonly imageTag: string;
}

const IN_ECR = /^\d{12}\.dkr\.ecr\.[\w-]+\.amazonaws\.com\/([^:]+):(\w+)$/;

/**
 * Images that this environment alone has ever run. The tag of an image is the hash of what it is made
 * of, so environments of one revision share it; a stage of the pipeline that goes back runs its older
 * one, which its older task definitions name.
 */
export function imagesOnlyHere(
  here: readonly TaskDefinition[],
  elsewhere: readonly TaskDefinition[],
): string[] {
  const kept = new Set(elsewhere.flatMap(({ images }) => images));
  const images = new Set(here.flatMap((definition) => definition.images));
  return [...images].filter((image) => IN_ECR.test(image) && !kept.has(image));
}

/** Those of them that are still there. */
export async function existing(client: ECRClient, images: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const image of images) {
    const { repositoryName, imageTag } = inRepository(image);
    const imageIds = [{ imageTag }];
    const { images: there = [] } = await client.send(
      new BatchGetImageCommand({ repositoryName, imageIds }),
    );
    if (there.length > 0) found.push(image);
  }
  return found;
}

export async function deleteImage(client: ECRClient, image: string): Promise<void> {
  const { repositoryName, imageTag } = inRepository(image);
  const { failures = [] } = await client.send(
    new BatchDeleteImageCommand({ repositoryName, imageIds: [{ imageTag }] }),
  );
  const [first] = failures;
  if (first) throw new Error(`'${image}' was not deleted: ${first.failureReason}`);
}

/** Where an image is, by its URI in a task definition. */
export function inRepository(image: string): Image {
  const [, repositoryName = '', imageTag = ''] = IN_ECR.exec(image) ?? [];
  return { repositoryName, imageTag };
}
