import path from 'node:path';
import { randomOf } from '../support/hostile/mutate';
import { describeWith } from '../support/servers/describe-with';
import { isOnPath } from '../support/on-path';
import { deliver, newestRow } from './deliveries';
import { faults } from './faults';
import { letLeasesRunOut } from './audit';
import { inject } from './inject';
import { missed } from './rows';
import { leftRows, outcomeRows, settle } from './settle';
import { makeClips, Uploads } from './uploads';
import { aWorld } from './world';

/*
 * The short form of `npm run test:faults`. Here nobody waits for a minute until a dead worker's work
 * comes back: the queue is less patient, and leases are made to run out.
 */

const VISIBILITY_SECONDS = 10;
const JOBS_A_FAULT = 2;
const VERSIONS = 5;
const LIMIT_MS = 240_000;

const servers = {
  met: process.platform === 'linux' && ['moto_server', 'redis-server'].every(isOnPath),
  remedy: "Linux alone, with redis-server and moto_server; pip install 'moto[server]'",
};

describeWith(servers, 'workers under faults', () => {
  test(
    'lose nothing, end nothing twice and leave nothing behind, whatever quick fault comes',
    async () => {
      const world = await aWorld({ workers: 2, visibilitySeconds: VISIBILITY_SECONDS });
      try {
        const random = randomOf('the same each time');
        const clips = await makeClips(path.join(world.directory, 'clips'));
        const uploads = new Uploads(world.resources.bucketName, clips);
        const kinds = faults.filter(({ isQuick }) => isQuick);
        const injected = await inject(world, random, kinds, {
          count: kinds.length,
          everyMs: 100,
          feed: async (done) => {
            // PostgreSQL may just be down
            await world.query(letLeasesRunOut).catch(() => undefined);
            await uploads.upTo(JOBS_A_FAULT * (done + 1));
          },
          onFault: () => undefined,
        });
        const newest = await deliver(world, uploads, random, VERSIONS);
        const settled = await settle(world, uploads.done + VERSIONS);
        const { rejected, done } = uploads;
        const rows = [
          ...outcomeRows(injected, { ready: done - rejected + VERSIONS, rejected }, settled),
          await newestRow(world, newest),
          ...(await leftRows(world)),
        ];
        expect(missed(rows)).toEqual([]);
        expect(Object.values(injected.counts)).not.toContain(0);
      } finally {
        await world.close();
      }
    },
    LIMIT_MS,
  );
});
