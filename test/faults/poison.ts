import { setTimeout as sleep } from 'node:timers/promises';
import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { MAX_RECEIVES } from '../../src/storage/queue/message-queue';
import { uploadEvent } from '../../src/storage/queue/upload-event';
import type { Row } from './rows';
import type { Uploads } from './uploads';
import type { World } from './world';

/** 10, 20, 40 and 80 s of backoff, and as much again for a busy machine. */
const LIMIT_MS = 300_000;
/** One in so many is about an upload that cannot be read to its end; the others are no event at all. */
const UNREADABLE_EVERY = 10;
const MOST_SLOWER_PERCENT = 20;

/** How fast healthy uploads are beside poison, and what becomes of the poison. */
export async function poisonRows(
  world: World,
  uploads: Uploads,
  options: { readonly poison: number; readonly healthy: number },
): Promise<Row[]> {
  const { healthy } = options;
  const alone = await secondsFor(world, uploads, 'alone', healthy);
  await sendPoison(world, uploads, options.poison);
  const beside = await secondsFor(world, uploads, 'beside', healthy);
  const dead = await deadLetters(world, options.poison);
  const tries = triesOf(world);
  const asWanted = dead.filter((id) => tries.get(id)?.join() === wantedTries);
  for (const id of dead.filter((each) => !asWanted.includes(each))) {
    console.error(`${id}: could not be handled at receives ${tries.get(id)?.join() ?? 'none'}`);
  }
  return [
    { what: 'healthy videos a second', got: healthy / alone },
    { what: `… beside ${options.poison} poison messages`, got: healthy / beside },
    { what: '… slower, %', got: (1 - alone / beside) * 100, most: MOST_SLOWER_PERCENT },
    { what: 'poison messages that are dead', got: dead.length, least: options.poison },
    { what: `… after ${MAX_RECEIVES} receives`, got: asWanted.length, least: options.poison },
  ];
}

const wantedTries = Array.from({ length: MAX_RECEIVES }, (_, index) => index + 1).join();

async function secondsFor(
  { query }: World,
  uploads: Uploads,
  folder: string,
  count: number,
): Promise<number> {
  const startedAt = performance.now();
  for (let video = 0; video < count; video += 1)
    await uploads.put(`${folder}/${video}.mp4`, 'tiny');
  for (;;) {
    const { rows } = await query((client) =>
      client.query<{ done: string }>(
        `SELECT count(*) AS done FROM videos WHERE object_key LIKE $1 AND status = 'ready'`,
        [`incoming/${folder}/%`],
      ),
    );
    const done = Number(rows[0]?.done);
    const ms = performance.now() - startedAt;
    if (done === count) return ms / 1000;
    if (ms > LIMIT_MS) throw new Error(`${count} videos must be ready in '${folder}', got ${done}`);
    await sleep(100);
  }
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
  for (const body of bodies) await queue.send(body);
}

/** Waits for so many; their ids. */
async function deadLetters({ queue, resources }: World, count: number): Promise<string[]> {
  const deadline = Date.now() + LIMIT_MS;
  while ((await queue.depth()).deadLetters < count && Date.now() < deadline) await sleep(1000);
  const ids: string[] = [];
  const client = new SQSClient({});
  for (;;) {
    const { Messages: messages = [] } = await client.send(
      new ReceiveMessageCommand({
        QueueUrl: resources.deadLetterQueueUrl,
        ...{ MaxNumberOfMessages: 10, VisibilityTimeout: 3600 },
      }),
    );
    if (messages.length === 0) return ids;
    ids.push(...messages.map(({ MessageId: id = '' }) => id));
  }
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
