import fc from 'fast-check';
import type { Flash, FlashStandard } from '../../../src/domain/quality/flash';
import { flashClips, type FlashClip } from '../../support/quality/flash-clips';
import { detectFlashes } from '../../support/quality/grid-frames';

const rates = [
  ['23.976', 24_000 / 1001],
  ['25', 25],
  ['29.97', 30_000 / 1001],
  ['50', 50],
  ['59.94', 60_000 / 1001],
  ['60', 60],
] as const;
const clips = flashClips.map((clip) => [clip.name, clip] as const);

function clipNamed(name: string): FlashClip {
  const clip = flashClips.find((each) => each.name === name);
  if (!clip) throw new Error(`no clip is named '${name}'`);
  return clip;
}

/** The verdict, or `red` where nothing but saturated red is to blame. */
function answerOf(flash: Flash, standard: FlashStandard): string {
  const { verdict, segments } = flash[standard];
  const isRedOnly = segments.items.length > 0 && segments.items.every(({ kind }) => kind === 'red');
  return isRedOnly ? 'red' : verdict;
}

describe.each(rates)('at %s pictures a second', (_, rate) => {
  it.each(clips)('%s', (_, clip) => {
    const flash = detectFlashes(clip, rate);
    expect([answerOf(flash, 'bt1702'), answerOf(flash, 'jba')]).toEqual([clip.bt1702, clip.jba]);
  });
});

it('a finding lasts from the first flash to the last, and knows its area', () => {
  const [segment] = detectFlashes(clipNamed('5 Hz of 25 % for 1.4 s'), 30).bt1702.segments.items;
  expect(segment).toMatchObject({ kind: 'luminance', worstArea: 1, verdict: 'fail' });
  expect(segment?.startSeconds).toBeCloseTo(1, 1);
  expect(segment?.endSeconds).toBeCloseTo(2.4, 1);
});

it('what is found does not depend on when it happens', () => {
  const clip = clipNamed('7.5 Hz of 12.5 % for 1 s');
  const atZero = detectFlashes(clip, 30).bt1702.segments.items[0];
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 36_000 }), (seconds) => {
      const [later] = detectFlashes(clip, 30, (frame) => seconds + frame / 30).bt1702.segments
        .items;
      expect(later?.startSeconds).toBeCloseTo((atZero?.startSeconds ?? 0) + seconds, 3);
      expect(later?.endSeconds).toBeCloseTo((atZero?.endSeconds ?? 0) + seconds, 3);
    }),
    { numRuns: 5 },
  );
});

it('seconds count, not pictures: the same pictures at half the speed are no flashes', () => {
  const clip = clipNamed('5 Hz, black and white');
  expect(detectFlashes(clip, 30, (frame) => frame / 15).bt1702.verdict).toBe('pass');
});
