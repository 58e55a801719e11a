import { join } from 'node:path';
import { Stack, Token } from 'aws-cdk-lib';
import * as ecrAssets from 'aws-cdk-lib/aws-ecr-assets';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import { Construct } from 'constructs';

const ROOT = join(__dirname, '../..');
const DOCKERFILE = 'src/worker/Dockerfile';
const BUILD = { directory: ROOT, file: DOCKERFILE, platform: ecrAssets.Platform.LINUX_ARM64 };

/**
 * The image of the worker and of the migration, built where the deploy runs. What goes into it, and so
 * into its hash, is what .dockerignore lets through.
 */
export class WorkerImage extends Construct {
  /** As tasks run it. */
  readonly containerImage: ecs.ContainerImage;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const asset = new ecrAssets.DockerImageAsset(this, 'Asset', {
      ...BUILD,
      assetName: 'worker',
      displayName: 'worker',
      cacheFrom: new FfmpegLayers(this, 'FfmpegLayers').cache,
    });
    this.containerImage = ecs.ContainerImage.fromDockerImageAsset(asset);
  }
}

/**
 * The first stage of the same Dockerfile as an image of its own, which nothing runs: a build of the worker takes
 * its layers instead of compiling FFmpeg. Its hash is that of tools/ffmpeg and the Dockerfile alone, so a change of
 * src/ finds it published.
 */
class FfmpegLayers extends ecrAssets.DockerImageAsset {
  constructor(scope: Construct, id: string) {
    super(scope, id, {
      ...BUILD,
      target: 'ffmpeg',
      exclude: ['**', '!tools/ffmpeg', `!${DOCKERFILE}`],
      assetName: 'ffmpeg-layers',
      displayName: 'ffmpeg-layers',
      // with its layers it keeps what they are made of: the driver of a plain Docker can do that much
      cacheTo: { type: 'inline' },
    });
  }

  /** None for an account that is not known yet. A cache that is not there is no error, either: it is compiled. */
  get cache(): ecrAssets.DockerCacheOption[] {
    const { account, region } = Stack.of(this);
    const { repositoryName } = this.repository;
    if (Token.isUnresolved(account) || Token.isUnresolved(repositoryName)) return [];
    // a token of `imageUri` would not be resolved in a list of assets
    const ref = `${account}.dkr.ecr.${region}.amazonaws.com/${repositoryName}:${this.imageTag}`;
    return [{ type: 'registry', params: { ref } }];
  }
}
