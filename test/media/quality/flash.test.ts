import fc from 'fast-check';
import { clipNamed } from '../../support/quality/flash-clips';
import { detectFlashes } from '../../support/quality/grid-frames';
import { describeFlashes } from './flash-contract';

describeFlashes([
  ['29.97', 30_000 / 1001],
  ['59.94', 60_000 / 1001],
]);

it('a finding lasts from the first flash to the last, and knows its area', () => {
  const [segment] = detectFlashes(clipNamed('5 Hz of 25 % for 1.4 s'), 30).bt1702.segments.items;
  expect(segment).toMatchObject({ kind: 'luminance', worstArea: 1, verdict: 'fail' });
  expect(segment?.startSeconds).toBeCloseTo(1, 1);
  // the picture of 2.3 s is dark already, and stays so
  expect(segment?.endSeconds).toBeCloseTo(2.3, 1);
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
