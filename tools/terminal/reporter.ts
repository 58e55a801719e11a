import { setTimeout as sleep } from 'node:timers/promises';
import { duration } from './amounts';

/** How a command that takes long reports its progress, and how it waits. */
export interface Reporter {
  readonly say: (line: string) => void;
  readonly pause: (ms: number) => Promise<unknown>;
}

/** On a terminal: each line with the time that has passed. */
export function reporterOf(log: (line: string) => void): Reporter {
  const startedAt = performance.now();
  return {
    say: (line) => {
      const seconds = Math.round((performance.now() - startedAt) / 1000);
      log(`${duration(seconds).padStart(12)}  ${line}`);
    },
    pause: sleep,
  };
}
