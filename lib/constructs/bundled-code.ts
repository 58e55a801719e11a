import { copyFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { AssetHashType, DockerImage } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { buildSync } from 'esbuild';

/** Of this repository. */
export const ROOT = join(__dirname, '../..');

/** Puts more into the folder of a bundle. Named, as the CDK distinguishes the bundles of one synthesis by it. */
export interface MoreFiles {
  readonly name: string;
  readonly addTo: (directory: string) => void;
}

/**
 * An entry file with all that it imports, as one `index.js`, and `files` of the repository beside it.
 * esbuild is called here and not by `NodejsFunction`, whose way through a shell and npx makes every
 * synthesis two seconds longer, which is a quarter of it.
 */
export function bundledCode(
  entry: string,
  files: readonly string[],
  more?: MoreFiles,
): lambda.Code {
  return lambda.Code.fromAsset(ROOT, {
    assetHashType: AssetHashType.OUTPUT,
    bundling: {
      image: DockerImage.fromRegistry('none'), // there must be one; nothing is left for it to do
      command: [entry, ...files, more?.name ?? ''], // by which the CDK distinguishes the bundles of one synthesis
      local: {
        tryBundle: (directory) => {
          bundle({ index: entry }, directory);
          for (const file of files) copyFileSync(join(ROOT, file), join(directory, basename(file)));
          more?.addTo(directory);
          return true;
        },
      },
    },
  });
}

/** Entry files of the repository, each with all that it imports as one file of this name. */
export function bundle(
  entries: Readonly<Record<string, string>>,
  directory: string,
  target = 'node24',
): void {
  buildSync({
    entryPoints: { ...entries },
    outdir: directory,
    absWorkingDir: ROOT,
    bundle: true,
    platform: 'node',
    target,
    minify: true,
    keepNames: true, // error classes are distinguished by name in the logs
    sourcemap: true,
    sourcesContent: false,
    // a map names files by where they are reached: in a review's checkout node_modules is a link
    preserveSymlinks: true,
    external: ['pg-native'],
    // the SDK is bundled too: the version that was tested, not the one that the runtime has today
  });
}
