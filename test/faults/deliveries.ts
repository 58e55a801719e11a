import { uploadEvent } from '../../src/storage/queue/upload-event';
import type { Random } from '../support/hostile/mutate';
import { feed } from './feed';
import type { Row } from './rows';
import type { Uploads } from './uploads';
import type { World } from './world';

/** How often each version is told of. */
const TIMES = 3;
/** Of each video an older version and a newer one; only the newer can be `ready`. */
const VERSIONS = [
  { kind: 'text', sequencer: '0A', isNewest: false },
  { kind: 'tiny', sequencer: '0B', isNewest: true },
] as const;

/**
 * Tells the workers three times of each of two versions of so many videos, in any order. Returns the
 * newest version of each.
 */
export async function deliver(
  { resources, queue }: World,
  uploads: Uploads,
  random: Random,
  videos: number,
): Promise<string[]> {
  const bucket = resources.bucketName;
  const events: string[] = [];
  const newest: string[] = [];
  await uploads.untold(async () => {
    for (let video = 0; video < videos; video += 1) {
      const name = `versions/${video}.mp4`;
      for (const { kind, sequencer, isNewest } of VERSIONS) {
        const { versionId, sizeBytes } = await uploads.put(name, kind);
        const object = { bucket, key: `incoming/${name}`, versionId, sequencer };
        for (let time = 0; time < TIMES; time += 1) events.push(uploadEvent({ object, sizeBytes }));
        if (isNewest) newest.push(versionId ?? '');
      }
    }
  });
  const inAnyOrder = shuffled(events, random);
  await feed(queue, inAnyOrder.length, (index) => queue.send(inAnyOrder[index] ?? ''));
  return newest;
}

export async function newestRow({ query }: World, newest: readonly string[]): Promise<Row> {
  const { rows } = await query((client) =>
    client.query<{ won: string }>(
      `SELECT count(*) AS won FROM videos WHERE version_id = ANY($1) AND status = 'ready'`,
      [newest],
    ),
  );
  return {
    what: 'newest version wins, of two told of three times each, shuffled',
    got: Number(rows[0]?.won),
    least: newest.length,
  };
}

function shuffled<T>(things: readonly T[], random: Random): T[] {
  const left = [...things];
  return things.flatMap(() => left.splice(random(left.length), 1));
}
