import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { BUILD_DIRECTORY } from '../src/media/tools';
import { build } from './image/build';
import { engineOptions, findEngine } from './image/engine';
import { ROOT } from './platform/settings';
import { command } from './terminal/command';
import { run } from './terminal/main';

const IMAGE = 'localhost/streamtech-worker:checkout';
const PROGRAMS = ['ffprobe', 'ffmpeg'];

const program = command(
  'npm run build:image --',
  `Builds the image of the worker with Docker or Podman, and copies its ffprobe and ffmpeg to ${BUILD_DIRECTORY}, where npm start and the tests look first.`,
).action(buildImage);

run(() => program.parseAsync());

function buildImage(): void {
  const engine = findEngine();
  const status = build(engine, ['--file', 'src/worker/Dockerfile', '--tag', IMAGE, '.'], ROOT);
  if (status !== 0) throw new Error(`the image must be built, and ${engine} ended with ${status}`);
  const target = path.join(ROOT, BUILD_DIRECTORY, 'bin');
  mkdirSync(target, { recursive: true });
  const options = engineOptions(engine);
  const ask = (...words: readonly string[]) =>
    execFileSync(engine, [...options, ...words], { encoding: 'utf8' }).trim();
  const container = ask('create', IMAGE);
  try {
    for (const name of PROGRAMS) ask('cp', `${container}:/usr/local/bin/${name}`, target);
  } finally {
    ask('rm', container);
  }
}
