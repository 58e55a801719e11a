import type { Video } from '../../../src/domain/video';
import { isAsBadAs } from '../../../tools/process/fail-on';

type End = Pick<Video, 'status' | 'verdict'>;
const ready = (verdict: End['verdict']): End => ({ status: 'ready', verdict });
const ends = {
  unjudged: ready(null),
  pass: ready('pass'),
  warn: ready('warn'),
  review: ready('review'),
  hold: ready('hold'),
  fail: ready('fail'),
  rejected: { status: 'rejected', verdict: null },
} satisfies Record<string, End>;

test.each([
  ['warn', ['warn', 'review', 'hold', 'fail', 'rejected']],
  ['review', ['review', 'hold', 'fail', 'rejected']],
  ['fail', ['fail', 'rejected']],
  ['rejected', ['rejected']],
] as const)('--fail-on %s takes %j', (level, bad) => {
  const taken = Object.entries(ends).filter(([, end]) => isAsBadAs(level, end));
  expect(taken.map(([name]) => name)).toEqual(bad);
});
