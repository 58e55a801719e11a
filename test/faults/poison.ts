import { setTimeout as sleep } from 'node:timers/promises';
import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type pg from 'pg';
import { MAX_RECEIVES } from '../../src/storage/queue/message-queue';
import { uploadEvent } from '../../src/storage/queue/upload-event';
import { MOST_WAITING } from './feed';
import type { Row } from './rows';
import type { Uploads } from './uploads';
import type { World } from './world';

/** 10, 20, 40 and 80 s of backoff, and as much again for a busy machine. */
const LIMIT_SECONDS = 300;
/** One in so many is about an upload that cannot be read to its end; the others are no event at all. */
const UNREADABLE_EVERY = 10;
/** From when it is sent; before, healthy uploads have the workers for themselves. */
const DUE_SECONDS = 60;
const ALONE_SECONDS = 40;
const MOST_SLOWER_PERCENT = 20;
/** Less than what waits lasts; the queue is not asked more often, which would slow it down. */
const LOOK_MS = 1000;

/**
 * How fast healthy uploads are before poison is due and then for as long as it lives, and what becomes
 * of it. It lies in the queue from the beginning, as the emulator gets slower with every message.
 */
export async function poisonRows(world: World, uploads: Uploads, poison: number): Promise<Row[]> {
  await sendPoison(world, uploads, poison);
  const alone = await rateUntil(world, uploads, 'alone', (seconds) => seconds > ALONE_SECONDS);
  const beside = await rateUntil(world, uploads, 'beside', async () => {
    const { deadLetters } = await world.queue.depth();
    return deadLetters >= poison;
  });
  const dead = await deadLetters(world);
  const tries = triesOf(world);
  const asWanted = dead.filter((id) => tries.get(id)?.join() === wantedTries);
  for (const id of dead.filter((each) => !asWanted.includes(each))) {
    console.error(`${id}: could not be handled at receives ${tries.get(id)?.join() ?? 'none'}`);
  }
  return [
    { what: 'healthy videos a second', got: alone },
    { what: `… beside ${poison} poison messages, until all are dead`, got: beside },
    { what: '… slower, %', got: (1 - beside / alone) * 100, most: MOST_SLOWER_PERCENT },
    { what: 'poison messages that are dead', got: dead.length, least: poison },
    { what: `… after ${MAX_RECEIVES} receives`, got: asWanted.length, least: poison },
  ];
}

const wantedTries = Array.from({ length: MAX_RECEIVES }, (_, index) => index + 1).join();

/** Uploads one healthy video after another until it `isOver`; how many were ready a second. */
async function rateUntil(
  { query }: World,
  uploads: Uploads,
  folder: string,
  isOver: (seconds: number) => boolean | Promise<boolean>,
): Promise<number> {
  const startedAt = performance.now();
  let put = 0;
  let rate: number | undefined;
  for (;;) {
    const ready = await query((client) => readyIn(client, folder));
    const seconds = (performance.now() - startedAt) / 1000;
    if (rate === undefined && (await isOver(seconds))) rate = ready / seconds;
    // what is still under way is nothing to measure the next by
    if (rate !== undefined && ready === put) return rate;
    if (seconds > LIMIT_SECONDS) {
      throw new Error(`'${folder}' must come to an end, got ${ready} of ${put} videos ready`);
    }
    for (; rate === undefined && put - ready < MOST_WAITING; put += 1) {
      await uploads.put(`${folder}/${put}.mp4`, 'tiny');
    }
    await sleep(LOOK_MS);
  }
}

async function readyIn(client: pg.Client, folder: string): Promise<number> {
  const { rows } = await client.query<{ ready: string }>(
    `SELECT count(*) AS ready FROM videos WHERE object_key LIKE $1 AND status = 'ready'`,
    [`incoming/${folder}/%`],
  );
  return Number(rows[0]?.ready);
}

async function sendPoison({ queue, resources }: World, uploads: Uploads, count: number) {
  const bodies: string[] = [];
  await uploads.untold(async () => {
    for (let message = 0; message < count; message += 1) {
      if (message % UNREADABLE_EVERY !== 0) {
        bodies.push(`poison ${message}`);
        continue;
      }
      const { key, versionId, sizeBytes } = await uploads.put(`poison/${message}.mp4`, 'tiny');
      const object = { bucket: resources.bucketName, key, versionId, sequencer: '0A' };
      bodies.push(uploadEvent({ object, sizeBytes: sizeBytes + 1 }));
    }
  });
  for (const body of bodies) await queue.send(body, { delaySeconds: DUE_SECONDS });
}

/** Their ids. */
async function deadLetters({ resources }: World): Promise<string[]> {
  const ids: string[] = [];
  const client = new SQSClient({});
  // one that cannot be read to its end is found out when it is measured
  for (const { deadLetterQueueUrl } of [resources, resources.measuring]) {
    for (;;) {
      const { Messages: messages = [] } = await client.send(
        new ReceiveMessageCommand({
          QueueUrl: deadLetterQueueUrl,
          ...{ MaxNumberOfMessages: 10, VisibilityTimeout: 3600 },
        }),
      );
      if (messages.length === 0) break;
      ids.push(...messages.map(({ MessageId: id = '' }) => id));
    }
  }
  return ids;
}

/** Which receives of each message came to nothing, as the workers say. */
function triesOf({ workers }: World): Map<string, number[]> {
  const tries = new Map<string, number[]>();
  const lines = workers.flatMap(({ output }) => output.split('\n'));
  for (const line of lines.filter((each) => each.includes('message could not be handled'))) {
    const { messageId, receiveCount } = JSON.parse(line) as {
      messageId: string;
      receiveCount: number;
    };
    tries.set(messageId, [...(tries.get(messageId) ?? []), receiveCount].sort());
  }
  return tries;
}
