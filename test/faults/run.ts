import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { randomOf } from '../support/hostile/mutate';
import { command, wholeNumber } from '../../tools/terminal/command';
import { run as main } from '../../tools/terminal/main';
import { deliver, newestRow } from './deliveries';
import { faults, SCRATCH_FULL } from './faults';
import { feed, roomIn } from './feed';
import { inject } from './inject';
import { poisonRows } from './poison';
import { missed, tableOf, type Row } from './rows';
import { killInCalm, recoveryRows } from './recovery';
import { leftRows, outcomeRows, settle } from './settle';
import { soakRows } from './soak';
import { stopBusyRow, stopIdleRow } from './stops';
import { makeClips, Uploads } from './uploads';
import { aWorld, type World } from './world';

/* `npm run test:faults`: workers as the containers run them, and one fault after another. */

const program = command(
  'npm run test:faults --',
  'Runs workers as the containers run them, files of which some are broken, and one fault after another.',
  {
    1: 'failed: a video was lost, ended twice, or was written by a worker that no longer held it, something was left behind, or a stop or a recovery took too long',
  },
)
  .option('--jobs <number>', 'uploads', wholeNumber(0), 2000)
  .option('--faults <number>', 'faults, at random times', wholeNumber(1), 200)
  .option('--versions <number>', 'uploads to one key', wholeNumber(0), 500)
  .option('--poison <number>', 'files that no worker survives', wholeNumber(0), 100)
  .option('--workers <number>', 'workers at a time', wholeNumber(1), 3)
  .option('--every <ms>', 'from one fault to the next', wholeNumber(1), 400)
  .option('--seed <text>', 'of all that is random', randomBytes(4).toString('hex'))
  .option('--soak <minutes>', 'steady work for so long instead, without faults', wholeNumber(1))
  .action(runFaults);

type Options = ReturnType<typeof program.opts>;

main(() => program.parseAsync());

async function runFaults(values: Options): Promise<void> {
  const startedAt = Date.now();
  console.error(`seed ${values.seed}`);
  const world = await aWorld({
    workers: values.workers,
    collecting: values.soak !== undefined,
  });
  // PostgreSQL outlives whoever started it
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void world.close().finally(() => process.exit(1)));
  }
  try {
    const clips = await makeClips(path.join(world.directory, 'clips'));
    const uploads = new Uploads(world.resources.bucketName, clips);
    const rows =
      values.soak === undefined
        ? await faultRows(world, uploads, values)
        : await soakRows(world, uploads, values.soak);
    rows.push(...(await leftRows(world)));
    rows.push({ what: 'minutes in all', got: (Date.now() - startedAt) / 60_000 });
    console.log(tableOf(rows));
    const bad = missed(rows);
    if (bad.length > 0) {
      throw new Error(`${bad.join('; ')}; repeat with --seed ${values.seed}`);
    }
  } finally {
    await world.close();
  }
}

/** Of the jobs: work for when the faults are over. */
const CALM_PART = 0.1;

async function faultRows(world: World, uploads: Uploads, values: Options): Promise<Row[]> {
  const random = randomOf(values.seed);
  const { jobs, faults: count, versions } = values;
  const kinds = faults.filter(({ name }) => world.disk !== undefined || name !== SCRATCH_FULL);
  if (!world.disk) console.error('nothing may be mounted here, so scratch is never full');
  const injected = await inject(world, random, kinds, {
    count,
    everyMs: values.every,
    // work for every fault
    feed: async (fault, name) => {
      if (name === SCRATCH_FULL) await uploads.one('spread');
      const most = Math.ceil((jobs * (1 - CALM_PART) * (fault + 1)) / count);
      await uploads.upTo(Math.min(most, uploads.done + (await roomIn(world.queue))));
    },
    onFault: (done) => {
      if (done % 10 === 0) console.error(`${done} of ${count} faults`);
    },
  });
  const calm = killInCalm(world);
  const busy = calm.then(() => stopBusyRow(world));
  await feed(world.queue, jobs - uploads.done, () => uploads.upTo(uploads.done + 1));
  const newest = await deliver(world, uploads, random, versions);
  await busy;
  const settled = await settle(world, jobs + versions);
  console.error('settled');
  const ends = { ready: jobs - uploads.rejected + versions, rejected: uploads.rejected };
  return [
    ...outcomeRows(injected, ends, settled),
    ...(await recoveryRows(world, { calm: await calm, others: injected.kills })),
    await newestRow(world, newest),
    ...(await poisonRows(world, uploads, values.poison)),
    await busy,
    await stopIdleRow(world),
  ];
}
