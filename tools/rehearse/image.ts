import { chmodSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { BatchGetImageCommand, ECRClient } from '@aws-sdk/client-ecr';
import { awsClient } from '../../src/runtime/aws-client';
import { inRepository } from '../destroy/images';
import { ROOT } from '../platform/settings';
import { Program } from './programs';

const DOCKER = path.join(__dirname, 'docker.ts');
const DOCKERFILE = 'src/worker/Dockerfile';

/** Puts a `docker` of the rehearsal's own into a folder. Returns its path, for CDK_DOCKER. */
export function makeDocker(directory: string): string {
  const file = path.join(directory, 'docker');
  const tsx = path.join(ROOT, 'node_modules', 'tsx', 'dist', 'cjs', 'index.cjs');
  writeFileSync(file, `#!/bin/sh\nexec node --require "${tsx}" "${DOCKER}" "$@"\n`);
  chmodSync(file, 0o755);
  return file;
}

/** Begins to build what a deploy will ask for minutes later: it then finds the layers. */
export function beginBuild(docker: string, checkout: string, directory: string): Program {
  return new Program(docker, ['build', '--file', DOCKERFILE, '.'], {
    cwd: checkout,
    env: process.env,
    log: path.join(directory, 'image.log'),
  });
}

/** The id, in the engine, of an image that was published. @throws when it was not */
export async function publishedImage(uri: string): Promise<string> {
  const { repositoryName, imageTag } = inRepository(uri);
  const { images: [image] = [] } = await awsClient(ECRClient).send(
    new BatchGetImageCommand({ repositoryName, imageIds: [{ imageTag }] }),
  );
  if (image?.imageManifest === undefined) {
    throw new Error(`the image '${uri}' was not published before its task started`);
  }
  const { config } = JSON.parse(image.imageManifest) as { config: { digest: string } };
  return config.digest.replace('sha256:', '');
}
