import { existsSync } from 'node:fs';
import { cp, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { buildPage } from '../lib/constructs/build-page';
import { isTerminal } from '../src/domain/status';
import type { Video } from '../src/domain/video';
import { createLogger, logFile } from '../src/runtime/logger';
import { findEncoder } from './platform/find-media-tools';
import { type LocalPlatform, startLocalPlatform } from './platform/local-platform';
import { writeOutputs } from './platform/outputs';
import {
  DEFAULT_CONCURRENCY,
  DEFAULT_PORT,
  DEFAULT_QC_PROFILE,
  readSettings,
  ROOT,
} from './platform/settings';
import { startSignInProvider } from './platform/sign-in-provider';
import { ensureSamples } from './samples/ensure';
import { command } from './terminal/command';
import { run } from './terminal/main';
import { Progress } from './terminal/progress';

/* `npm start`: the platform on this machine until Ctrl-C. The first start takes in the samples. */

const program = command(
  'npm start --',
  'Starts the platform on this machine: stores, worker, API and page, until Ctrl-C. The first start takes in the sample videos.',
)
  .option('--no-samples', 'begin with an empty catalogue')
  .addHelpText(
    'after',
    `
Variables:
  PORT                of API and page; 0 takes a free one (default: ${DEFAULT_PORT})
  DATA_DIRECTORY      where everything is kept (default: data)
  QC_PROFILE          profile that videos are judged by, or none (default: ${DEFAULT_QC_PROFILE})
  WORKER_CONCURRENCY  files that are measured at a time (default: ${DEFAULT_CONCURRENCY})
  DATABASE_URL, REDIS_URL, AWS_ENDPOINT_URL  stores of your own instead of the embedded ones
  FFPROBE_PATH, FFMPEG_PATH                  programs of your own`,
  );

run(() => program.action(start).parseAsync());

async function start({ samples }: { readonly samples: boolean }): Promise<void> {
  const settings = readSettings();
  const { dataDirectory } = settings;
  const isFirstStart = !existsSync(dataDirectory);
  await mkdir(dataDirectory, { recursive: true });
  const log = path.join(dataDirectory, 'platform.log');
  const pageDirectory = path.join(ROOT, 'dist/page');

  console.log('starting the stores, the worker and the API …');
  buildPage(pageDirectory, 'external');
  const logger = createLogger('info', logFile(log));
  const platform = await startLocalPlatform({
    settings,
    logger,
    pageDirectory,
    startSignIn: startSignInProvider,
  });
  stopOnSignal(platform);
  await writeOutputs(platform, dataDirectory);
  console.log(welcome(platform, log));

  if (isFirstStart && samples) {
    await takeInSamples(platform);
    console.log('The samples are in the catalogue. Ctrl-C stops the platform.');
  }
}

function welcome({ url, apiKey, incomingDirectory }: LocalPlatform, log: string): string {
  return `
StreamTech video platform

  page      ${url}/   sign in as one of four sample people
  API       ${url}/v1/videos   with the header x-api-key: ${apiKey}
  API docs  ${url}/docs
  drop in   ${incomingDirectory}
  log       ${log}
`;
}

async function takeInSamples({ incomingDirectory, stores }: LocalPlatform): Promise<void> {
  const progress = new Progress();
  const making = progress.task('making the sample clips', 1);
  const samples = await ensureSamples(path.join(ROOT, '.build/samples'), {
    ffmpeg: await findEncoder(),
    onProgress: ({ done, total, file }) => {
      making.update(done / total, file);
    },
  });
  making.done();
  await cp(samples, path.join(incomingDirectory, 'samples'), { recursive: true });
  const processing = progress.task('reading the sample clips', 1);
  for (;;) {
    const { items } = await stores.catalogue.videos.list({ sort: 'createdAt', limit: 200 });
    const done = items.filter(({ json }) => isTerminal((JSON.parse(json) as Video).status)).length;
    processing.update(done / Math.max(items.length, 1));
    const depths = await Promise.all([stores.queue.depth(), stores.measuring.depth()]);
    const left = depths.reduce((sum, { waiting, inFlight }) => sum + waiting + inFlight, 0);
    if (done > 0 && done === items.length && left === 0) break;
    await sleep(250);
  }
  processing.done();
  progress.stop();
}

/** One Ctrl-C comes twice: from the terminal, and passed on by npm. */
const SAME_KEY_PRESS_MS = 500;

function stopOnSignal(platform: LocalPlatform): void {
  let stoppingSince: number | undefined;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (stoppingSince !== undefined) {
        if (performance.now() - stoppingSince > SAME_KEY_PRESS_MS) process.exit(1);
        return;
      }
      stoppingSince = performance.now();
      console.log('\nstopping; what is being processed is finished or given back …');
      run(async () => {
        await platform.close();
        process.exit(0);
      });
    });
  }
}
