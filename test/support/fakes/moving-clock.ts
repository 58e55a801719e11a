import type { Clock } from '../../../src/runtime/clock';

/** A clock that stands still until it is moved. */
export interface MovingClock extends Clock {
  advance(ms: number): void;
}

export function movingClock(at = Date.UTC(2026, 3, 1)): MovingClock {
  let now = at;
  return Object.assign(() => now, {
    advance: (ms: number) => {
      now += ms;
    },
  });
}
