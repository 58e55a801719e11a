import { appendFileSync, cpSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { BUILD_DIRECTORY, findTool } from '../../src/media/tools';
import { environmentNames } from '../../src/runtime/environment';
import { ROOT } from '../platform/settings';
import type { Certificate } from './certificate';
import { runProgram } from './programs';

/** The files of the worker's image, and the variables that it sets. */
export interface WorkerFiles {
  /** Stands for the root of the container. */
  readonly root: string;
  /** Where its commands run. */
  readonly workingDirectory: string;
  readonly variables: Readonly<Record<string, string>>;
}

/**
 * Makes what src/worker/Dockerfile puts into /app, by its own lines, without Docker: Node, ffprobe and
 * ffmpeg are this machine's.
 */
export async function workerFiles(directory: string, tls: Certificate): Promise<WorkerFiles> {
  const root = path.join(directory, 'worker-root');
  const app = path.join(root, 'app');
  mkdirSync(app, { recursive: true });
  const { bundle, copies, variables } = readDockerfile();
  const options = bundle.map((word) => word.replace('--outdir=/app', `--outdir=${app}`));
  const esbuild = path.join(ROOT, 'node_modules', '.bin', 'esbuild');
  const log = path.join(directory, 'image.log');
  await runProgram(esbuild, options, { cwd: ROOT, log });
  for (const [from, to] of copies) {
    cpSync(path.join(ROOT, from), path.join(root, to), { recursive: true });
  }
  trust(app, tls);
  return { root, workingDirectory: app, variables: { ...variables, ...(await mediaTools()) } };
}

/** Our own build of them if there is one, as in the image; else those on PATH. */
async function mediaTools(): Promise<Record<string, string>> {
  const places = {
    buildDirectory: path.join(ROOT, BUILD_DIRECTORY),
    searchPath: process.env['PATH'],
  };
  return {
    [environmentNames.ffprobePath]: await findTool('ffprobe', places),
    [environmentNames.ffmpegPath]: await findTool('ffmpeg', places),
  };
}

/** Adds the servers of the rehearsal to the authorities of RDS, which are beside the code. */
export function trust(folder: string, { certificate }: Certificate): void {
  const authorities = path.join(folder, 'rds-ca-ap-northeast-1.pem');
  appendFileSync(authorities, readFileSync(certificate));
}

function readDockerfile() {
  const text = readFileSync(path.join(ROOT, 'src/worker/Dockerfile'), 'utf8');
  const lines = text.replaceAll('\\\n', ' ').split('\n');
  const [, esbuild] = /npx esbuild (.*)$/m.exec(lines.join('\n')) ?? [];
  if (esbuild === undefined) throw new Error("the Dockerfile must run 'npx esbuild', and does not");
  const words = (line: string) => line.trim().split(/\s+/).slice(1);
  const copies = lines
    .filter((line) => /^COPY src\/.* \/app/.test(line))
    .map((line) => words(line) as [string, string]);
  const variables = lines.filter((line) => line.startsWith('ENV ')).flatMap(words);
  return {
    bundle: esbuild.trim().split(/\s+/),
    copies,
    variables: Object.fromEntries(variables.map((each) => each.split('=', 2))) as Record<
      string,
      string
    >,
  };
}
