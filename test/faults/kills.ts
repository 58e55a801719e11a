import { setTimeout as sleep } from 'node:timers/promises';
import type { FaultyWorker } from './faulty-worker';
import { childOf } from './processes';
import type { World } from './world';

/** Work comes by within a second or two, unless somebody else is in trouble. */
const PATIENCE_MS = 10_000;
/** A parser of the smallest file lives for some fifty. */
const LOOK_MS = 5;

/** Waits until the worker is there, and holds it where that can be done. False when it never was. */
type Step = (world: World, worker: FaultyWorker) => Promise<boolean>;

/** Where a worker can die, in the order of its work. */
export const killSteps: Readonly<Record<string, Step>> = {
  'before its claim': whenCalling('ReceiveMessage', 'after'),
  'after its claim': whenCalling('GET object', 'before'),
  'while probing': whileRunning('ffprobe'),
  'while decoding': whileRunning('ffmpeg'),
  'stored, event not told': whenCalling('PutEvents', 'before'),
  'event told, message not deleted': whenCalling('PutEvents', 'after'),
};

function whenCalling(action: string, moment: 'before' | 'after'): Step {
  return ({ proxy }, { user }) => proxy.hold({ user, action }, moment, PATIENCE_MS);
}

function whileRunning(program: string): Step {
  return async (_, worker) => (await childWithin(worker, program)) !== undefined;
}

/** The next parser or meter that the worker runs. Undefined when there is none in time. */
export async function childWithin(
  worker: FaultyWorker,
  program: string,
): Promise<number | undefined> {
  const deadline = Date.now() + PATIENCE_MS;
  while (Date.now() < deadline) {
    const child = await childOf(worker.process.processId, program);
    if (child !== undefined) return child;
    await sleep(LOOK_MS);
  }
  return undefined;
}
