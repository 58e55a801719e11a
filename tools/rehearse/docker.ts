import { execFileSync, spawnSync } from 'node:child_process';
import { ECRClient, PutImageCommand } from '@aws-sdk/client-ecr';
import { awsClient } from '../../src/runtime/aws-client';
import { inRepository } from '../destroy/images';
import { build } from '../image/build';
import { type Engine, engineOptions, findEngine } from '../image/engine';
import { run } from '../terminal/main';

/*
 * `docker` to those who publish images in a rehearsal, cdk-assets and the toolkit: it builds with the
 * engine of this machine and for its architecture, and pushes to the emulated registry, which keeps
 * manifests alone.
 */

/** A push goes by what `login` was given, not by the role of the build: the bootstrap's own role. */
const PUBLISHER = { accessKeyId: 'operator', secretAccessKey: 'operator' };

const [command = '', ...args] = process.argv.slice(2);

run(async () => {
  const engine = findEngine();
  switch (command) {
    case 'login': // the emulated registry asks for nothing
      return;
    case 'build':
      process.exitCode = build(engine, withoutOptions(args), process.cwd());
      return;
    case 'push':
      await push(engine, args[0] ?? '');
      return;
    default: {
      const words = [...engineOptions(engine), command, ...args];
      process.exitCode = spawnSync(engine, words, { stdio: 'inherit' }).status ?? 1;
    }
  }
});

/** Each has a value. Podman takes other caches than Docker, and the emulated registry keeps no layers. */
const NOT_HERE: readonly (string | undefined)[] = ['--platform', '--cache-from', '--cache-to'];

function withoutOptions(words: readonly string[]): string[] {
  return words.filter((word, i) => !NOT_HERE.includes(word) && !NOT_HERE.includes(words[i - 1]));
}

async function push(engine: Engine, image: string): Promise<void> {
  // throws where there is none: Podman ends a build that was stopped with 0
  const id = execFileSync(engine, ['image', 'inspect', '--format', '{{.Id}}', image], {
    encoding: 'utf8',
  });
  const digest = `sha256:${id.trim().replace(/^sha256:/, '')}`;
  const mediaType = 'application/vnd.oci.image.manifest.v1+json';
  const config = { mediaType: 'application/vnd.oci.image.config.v1+json', digest, size: 0 };
  // the one layer, because the emulator distinguishes images by their layers
  await awsClient(ECRClient, {}, { credentials: PUBLISHER }).send(
    new PutImageCommand({
      ...inRepository(image),
      imageManifest: JSON.stringify({ schemaVersion: 2, mediaType, config, layers: [config] }),
    }),
  );
}
