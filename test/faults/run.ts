import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import Table from 'cli-table3';
import { S3ObjectStore } from '../../src/storage/objects/s3-object-store';
import { Scratch } from '../../src/worker/scratch';
import { randomOf } from '../../tools/hostile/mutate';
import { run as main } from '../../tools/terminal/main';
import { sampleFolder } from '../support/media';
import { findingsOf, recoveriesMs } from './audit';
import { inject } from './inject';
import { aWorld, orphans } from './world';

/*
 * `npm run test:faults`: workers as the containers run them, files of which some are broken, and one
 * fault after another. Fails when a video is lost, ends twice, is written by somebody who no longer
 * holds it, or when anything is left behind.
 *
 *   --jobs N --faults N --workers N --every MS --seed TEXT
 */

/** Whoever died for the last time is found out after two leases; what waits comes back before. */
const SETTLE_MS = 300_000;
const SCRATCH_ABANDONED_MS = 11 * 60_000;
/** Short clips, one of them broken: measuring each takes about a second. */
const CLIPS = ['hlg.mp4', 'broken/text.mp4'];

main(async () => {
  const { values } = parseArgs({
    options: {
      jobs: { type: 'string', default: '400' },
      faults: { type: 'string', default: '200' },
      workers: { type: 'string', default: '3' },
      every: { type: 'string', default: '2000' },
      seed: { type: 'string', default: randomBytes(4).toString('hex') },
    },
  });
  const jobs = Number(values.jobs);
  console.error(`seed ${values.seed}`);
  const samples = await sampleFolder();
  const world = await aWorld(Number(values.workers));
  try {
    const random = randomOf(values.seed);
    const objects = new S3ObjectStore(world.resources.bucketName);
    for (let job = 0; job < jobs; job += 1) {
      const clip = path.join(samples, CLIPS[job % CLIPS.length] ?? '');
      await objects.put(`incoming/${job}.mp4`, createReadStream(clip));
    }
    let done = 0;
    const injected = await inject(world, random, {
      count: Number(values.faults),
      everyMs: Number(values.every),
      onFault: () => {
        done += 1;
        console.error(`${done} of ${values.faults} faults`);
      },
    });
    const deadline = Date.now() + SETTLE_MS;
    let found = await world.query(findingsOf);
    while (Date.now() < deadline && (found.ready + found.rejected < jobs || found.heldLeases > 0)) {
      await sleep(1000);
      found = await world.query(findingsOf);
    }
    const recoveries: number[] = [];
    for (const { user, at } of injected.kills) {
      recoveries.push(...(await world.query((client) => recoveriesMs(client, user, at))));
    }
    await new Scratch(world.scratchDirectory).sweep(Date.now() + SCRATCH_ABANDONED_MS);
    const copies = await readdir(world.scratchDirectory).catch(() => []);
    const bad: Record<string, number> = {
      'videos lost': jobs - found.ready - found.rejected,
      'ended twice': found.endedTwice,
      'stale writes': found.staleWrites,
      'leases held': found.heldLeases,
      'copies that no sweep removes': copies.length,
      'parsers without a worker': await orphans(),
    };
    const table = new Table({ head: ['what', 'got'], colAligns: ['left', 'right'] });
    for (const [name, count] of Object.entries(injected.counts)) table.push([name, count]);
    table.push(['ready', found.ready], ['rejected', found.rejected]);
    table.push(['taken over after kill -9, p95 s', seconds(p95(recoveries))]);
    table.push(['SIGTERM to exit, longest s', seconds(Math.max(0, ...injected.stopsMs))]);
    for (const [name, count] of Object.entries(bad)) table.push([name, count]);
    console.log(table.toString());
    const broken = Object.entries(bad).filter(([, count]) => count !== 0);
    if (broken.length > 0) {
      const names = broken.map(([name, count]) => `${name}: ${count}`).join(', ');
      throw new Error(
        `nothing may be lost or left, got ${names}; repeat with --seed ${values.seed}`,
      );
    }
  } finally {
    await world.close();
  }
});

function p95(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b).at(Math.ceil(values.length * 0.95) - 1) ?? 0;
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(1);
}
