import { createReadStream } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { S3ObjectStore } from '../../src/storage/objects/s3-object-store';
import { SqsMessageQueue } from '../../src/storage/queue/sqs-message-queue';
import { nameOf } from '../../lib/config/names';
import { findEncoder } from '../platform/find-media-tools';
import { makeSpreadTracks } from '../samples/spread-tracks';
import { ROOT } from '../platform/settings';
import { counted } from '../terminal/amounts';
import { Deployment } from './deployment';
import type { Emulator } from './emulator';
import type { Program } from './programs';
import { readRecord } from './record';
import type { RunningEnvironment } from './running-environment';
import { SmallDisk } from './small-disk';
import { injectFault, type Fault, pendingFaults } from './injected-faults';

const CLIP = path.join(ROOT, 'test/integ/clips/clip.mp4');
const LOOK_MS = 500;
/** From the last fault to the last status. A message that was received by nobody is hidden for 5 minutes. */
const SETTLED_MS = 400_000;
/** The emulator ends a poll after a second, whether anybody is still there or not. */
const POLL_MS = 2_000;
/** Fargate kills 120 s after SIGTERM. */
const STOP_MS = 120_000;

/**
 * Puts a worker under faults of AWS and of deploys, with its deployed role: a full scratch, an event that
 * comes twice, APIs that never answer, SIGTERM in the middle of measuring. Returns what was seen.
 * @throws unless every video is ready afterwards, and the dead-letter queue is empty
 */
export async function workerFaults(
  environment: RunningEnvironment,
  emulator: Emulator,
  suffix: string,
): Promise<string> {
  const deployment = new Deployment(emulator.record, suffix);
  const bucket = new S3ObjectStore(deployment.one('AWS::S3::Bucket', 'IngestBucket').name ?? '');
  const upload = (name: string, clip = CLIP) =>
    bucket.put(`incoming/${name}`, createReadStream(clip));
  const disk = await SmallDisk.mount(environment.scratchDirectory);
  try {
    if (disk) {
      await until('a worker has started', () => hasCalled(emulator, suffix, 'ReceiveMessage'));
      await stopped(await environment.replaceWorker());
      await sleep(POLL_MS);
      await disk.fill();
      const spread = path.join(path.dirname(environment.scratchDirectory), 'full-scratch.mov');
      await makeSpreadTracks(await findEncoder(), spread);
      await upload('full-scratch.mov', spread);
      await until('a video waits while scratch is full', async () => {
        const waits = "SELECT id FROM videos WHERE failure LIKE 'scratch %'";
        return (await environment.query(waits)).length > 0;
      });
      await disk.clear();
    }
    for (const each of FAULTS) await injectFault(emulator, each);
    await upload('held.mp4');
    await until('a worker measures', async () =>
      (await pendingFaults(emulator)).every(({ manner }) => manner !== 'slow'),
    );
    await upload('silent.mp4');
    await until('silent.mp4 is ready', async () =>
      isReady((await environment.statuses())['silent.mp4']),
    );
    const before = await environment.replaceWorker();
    const names = ['silent.mp4', 'held.mp4', ...(disk ? ['full-scratch.mov'] : [])];
    const [seconds] = await Promise.all([
      stopped(before),
      until(`${names.join(', ')} are ready`, async () => {
        const statuses = await environment.statuses();
        return names.every((name) => isReady(statuses[name]));
      }),
    ]);
    await allHappened(emulator);
    await nothingLeft(deployment);
    const note = disk ? '' : '; no full scratch, since nothing may be mounted here';
    return `a stopped worker was gone after ${Math.round(seconds)} s, ${counted(names.length, 'video')} ready${note}`;
  } finally {
    await disk?.unmount();
  }
}

/** An event comes twice while a worker reads its video for minutes; the other APIs never answer once. */
const FAULTS: readonly Fault[] = [
  { service: 'events', about: 'held.mp4', manner: 'twice', times: 1 },
  { service: 's3', about: 'held.mp4', manner: 'slow', times: 1 },
  { service: 's3', about: 'silent.mp4', manner: 'silent', times: 1 },
  { service: 'sqs', about: 'ChangeMessageVisibility', manner: 'silent', times: 1 },
  { service: 'events', about: 'PutEvents', manner: 'silent', times: 1 },
  { service: 'secretsmanager', about: 'GetSecretValue', manner: 'silent', times: 1 },
];

/** SIGTERM to the end, in seconds. @throws unless it ends with 0 before ECS would kill it */
async function stopped(worker: Program): Promise<number> {
  const startedAt = performance.now();
  await worker.stop(STOP_MS);
  const ended = await worker.ended;
  if (ended !== 0) throw new Error(`the worker that was stopped ended with ${ended}`);
  return (performance.now() - startedAt) / 1000;
}

/** Whether a worker was let through to the queue by this action. */
function hasCalled({ record }: Emulator, suffix: string, action: string): Promise<boolean> {
  const role = nameOf('worker-task', suffix);
  const called = readRecord(record).calls.some(
    (call) => call.role === role && call.action === `sqs:${action}` && call.allowedBy !== null,
  );
  return Promise.resolve(called);
}

function isReady(status: string | undefined): boolean {
  return status === 'ready';
}

async function allHappened(emulator: Emulator): Promise<void> {
  const left = await pendingFaults(emulator);
  if (left.length > 0) throw new Error(`faults that did not happen: ${JSON.stringify(left)}`);
}

/** @throws unless queues and dead-letter queues come to be empty; an older revision has those of uploads alone */
export async function nothingLeft(deployment: Deployment): Promise<void> {
  for (const { logicalId } of deployment.all('AWS::SQS::Queue')) {
    const [, work] = /^(Uploads|Measuring)Queue/.exec(logicalId) ?? [];
    if (work !== undefined) await isEmpty(deployment, work);
  }
}

async function isEmpty(deployment: Deployment, work: string): Promise<void> {
  const urlOf = (id: string) => deployment.one('AWS::SQS::Queue', id).name ?? '';
  const queue = new SqsMessageQueue({
    queueUrl: urlOf(`${work}Queue`),
    deadLetterQueueUrl: urlOf(`${work}DeadLetters`),
  });
  await until(`the queue '${work}' and its dead-letter queue are empty`, async () => {
    const { waiting, inFlight, deadLetters } = await queue.depth();
    if (deadLetters > 0)
      throw new Error(`${counted(deadLetters, 'message')} in the dead-letter queue`);
    return waiting + inFlight === 0;
  });
  await queue.close();
}

/** Waits until `isMet`. @throws with the condition in words when it does not hold in time */
export async function until(condition: string, isMet: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + SETTLED_MS;
  while (!(await isMet())) {
    if (performance.now() > deadline)
      throw new Error(`waited ${SETTLED_MS / 1000} s until ${condition}`);
    await sleep(LOOK_MS);
  }
}
