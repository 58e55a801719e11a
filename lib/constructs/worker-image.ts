import { join } from 'node:path';
import * as ecrAssets from 'aws-cdk-lib/aws-ecr-assets';
import type { Construct } from 'constructs';

const ROOT = join(__dirname, '../..');

/**
 * The image of the worker and of the migration, built where the deploy runs. What goes into it, and so
 * into its hash, is what .dockerignore lets through.
 */
export class WorkerImage extends ecrAssets.DockerImageAsset {
  constructor(scope: Construct, id: string) {
    super(scope, id, {
      directory: ROOT,
      file: 'src/worker/Dockerfile',
      platform: ecrAssets.Platform.LINUX_ARM64,
      assetName: 'worker',
      displayName: 'worker',
    });
  }
}
