import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { randomOf } from '../../tools/hostile/mutate';
import { run as main } from '../../tools/terminal/main';
import { deliver, newestRow } from './deliveries';
import { faults } from './faults';
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

/*
 * `npm run test:faults`: workers as the containers run them, files of which some are broken, and one
 * fault after another. Fails when a video is lost, ends twice, is written by somebody who no longer
 * holds it, when anything is left behind, or when a stop or a recovery takes too long.
 *
 *   --jobs N --faults N --versions N --poison N --workers N --every MS --seed TEXT
 *   --soak MINUTES     steady work instead, without faults
 */

const { values } = parseArgs({
  options: {
    jobs: { type: 'string', default: '2000' },
    faults: { type: 'string', default: '200' },
    versions: { type: 'string', default: '500' },
    poison: { type: 'string', default: '100' },
    workers: { type: 'string', default: '3' },
    every: { type: 'string', default: '400' },
    seed: { type: 'string', default: randomBytes(4).toString('hex') },
    soak: { type: 'string' },
  },
});

main(async () => {
  const startedAt = Date.now();
  console.error(`seed ${values.seed}`);
  const world = await aWorld({
    workers: Number(values.workers),
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
        ? await faultRows(world, uploads)
        : await soakRows(world, uploads, Number(values.soak));
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
});

/** Of the jobs: work for when the faults are over. */
const CALM_PART = 0.1;

async function faultRows(world: World, uploads: Uploads): Promise<Row[]> {
  const random = randomOf(values.seed);
  const [jobs, count, versions] = [values.jobs, values.faults, values.versions].map(Number) as [
    number,
    number,
    number,
  ];
  const kinds = faults.filter(({ name }) => world.disk !== undefined || name !== 'scratch full');
  if (!world.disk) console.error('nothing may be mounted here, so scratch is never full');
  const injected = await inject(world, random, kinds, {
    count,
    everyMs: Number(values.every),
    // work for every fault
    feed: async (fault) => {
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
    ...(await poisonRows(world, uploads, Number(values.poison))),
    await busy,
    await stopIdleRow(world),
  ];
}
