import { setTimeout as sleep } from 'node:timers/promises';
import type { FaultyWorker } from './faulty-worker';
import { childOf } from './processes';
import type { World } from './world';

/** Work comes by within a second or two, unless somebody else is in trouble. */
const PATIENCE_MS = 5_000;
/** A parser of the smallest file lives for some fifty. */
const LOOK_MS = 5;

/** The next worker that is there, held where that can be done. Undefined when none came in time. */
type Step = (world: World) => Promise<FaultyWorker | undefined>;

/** Where a worker can die, in the order of its work. */
export const killSteps: Readonly<Record<string, Step>> = {
  'before its claim': whenCalling('ReceiveMessage', 'after'),
  'after its claim': whenCalling('GET object', 'before'),
  'while probing': whileRunning('ffprobe'),
  'described, not handed over': whenCalling('SendMessage', 'before'),
  'handed over, message not deleted': whenCalling('SendMessage', 'after'),
  'while decoding': whileRunning('ffmpeg'),
  'stored, event not told': whenCalling('PutEvents', 'before'),
  'event told, message not deleted': whenCalling('PutEvents', 'after'),
};

function whenCalling(action: string, moment: 'before' | 'after'): Step {
  return async ({ proxy, workers }) => {
    const caller = await proxy.hold(action, moment, PATIENCE_MS);
    return workers.find(({ user, frozen }) => user === caller && !frozen);
  };
}

function whileRunning(program: string): Step {
  return async (world) => (await nextRunning(world, program))?.worker;
}

/** The next parser or meter that a worker runs, of those that move. */
export async function nextRunning(
  { workers }: World,
  program: string,
  patienceMs = PATIENCE_MS,
): Promise<{ worker: FaultyWorker; child: number } | undefined> {
  const deadline = Date.now() + patienceMs;
  while (Date.now() < deadline) {
    for (const worker of workers.filter(({ frozen }) => !frozen)) {
      const child = await childOf(worker.process.processId, program);
      if (child !== undefined) return { worker, child };
    }
    await sleep(LOOK_MS);
  }
  return undefined;
}
