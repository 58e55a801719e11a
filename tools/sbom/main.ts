import { readFileSync } from 'node:fs';
import { imageSbom } from './image-sbom';
import type { NpmSbom } from './npm-sbom';

/*
 * What the build of the worker's image runs in it, to list its parts (src/worker/Dockerfile):
 *
 *   node main.js NPM_SBOM METAFILE FFMPEG_SOURCES
 *
 * The metafile is that of esbuild; its inputs are below the current folder.
 */

const [npm = '', metafile = '', ffmpegSources = ''] = process.argv.slice(2);
const read = (file: string) => readFileSync(file, 'utf8');

const sbom = imageSbom({
  name: 'streamtech-worker',
  npm: JSON.parse(read(npm)) as NpmSbom,
  bundled: bundledIn(JSON.parse(read(metafile)) as Metafile),
  dpkgStatus: read('/var/lib/dpkg/status'),
  osRelease: read('/etc/os-release'),
  ffmpegSources: read(ffmpegSources),
  nodeVersion: process.versions.node,
});
process.stdout.write(JSON.stringify(sbom, null, 1));

interface Metafile {
  readonly inputs: Readonly<Record<string, unknown>>;
}

function bundledIn({ inputs }: Metafile): Set<string> {
  const folders = Object.keys(inputs).flatMap(
    (file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0] ?? [],
  );
  return new Set(
    [...new Set(folders)].map((folder) => {
      const { name, version } = JSON.parse(read(`${folder}/package.json`)) as Package;
      return `${name}@${version}`;
    }),
  );
}

interface Package {
  readonly name: string;
  readonly version: string;
}
