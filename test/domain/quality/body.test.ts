import { bodyOf, ofBody, type Body } from '../../../src/domain/quality/body';
import { aVideoStream, someMetadata } from '../../support/factories/videos';
import { aPicture, aSound, intervals, someMeasurements } from '../../support/factories/qc';

const HD = { numerator: 30_000, denominator: 1001 };
const FRAME = 1001 / 30_000;

function bodyIn(timecode: string | null, frames: number, rate = HD): Body | null {
  const video = aVideoStream({ frameRate: rate, averageFrameRate: rate });
  const metadata = someMetadata({ container: { timecode }, streams: [video] });
  return bodyOf(metadata, { startSeconds: 0, frames });
}

describe('the body of a file', () => {
  it.each<[string, string, number, [first: number, frames: number]]>([
    ['15 s as delivered', '00:59:50;00', 840, [300, 450]],
    ['15 s by itself', '01:00:00;00', 450, [0, 450]],
    ['30 s as delivered, at hour 10', '09:59:50;00', 1290, [300, 900]],
    ['60 s', '00:59:50;00', 2190, [300, 1800]],
    ['5 s', '00:59:50;00', 540, [300, 150]],
    ['half a second more than 15 s', '00:59:50;00', 855, [300, 450]],
    ['a timecode that does not drop frames', '00:59:50:00', 840, [300, 450]],
    ['a picture more before the hour', '00:59:49;29', 841, [301, 450]],
    ['a programme, to its end', '00:59:50;00', 300 + 54 * 1798, [300, 54 * 1798]],
    ['a day that ends', '23:59:50;00', 840, [300, 450]],
  ])('%s', (_, timecode, frames, [first, length]) => {
    const body = bodyIn(timecode, frames);
    expect(body?.frames).toBe(length);
    expect(body?.startSeconds).toBeCloseTo(first * FRAME, 6);
    expect(body?.endSeconds).toBeCloseTo((first + length) * FRAME, 6);
  });

  it('at 59.94 pictures a second', () => {
    const body = bodyIn('00:59:50;00', 1680, { numerator: 60_000, denominator: 1001 });
    expect(body).toMatchObject({ frames: 900 });
    expect(body?.startSeconds).toBeCloseTo(10.01, 6);
  });

  it.each<[string, string | null, number]>([
    ['no timecode', null, 840],
    ['one that is none', 'at 10', 840],
    ['an hour that is far', '00:30:00;00', 840],
    ['an hour after the end', '00:59:50;00', 200],
    ['less than any order', '01:00:00;00', 100],
  ])('%s: nobody knows', (_, timecode, frames) => {
    expect(bodyIn(timecode, frames)).toBeNull();
  });
});

describe('measurements of the body', () => {
  const body = { startSeconds: 10, endSeconds: 25, frames: 450 };
  const at = { startSeconds: 2, endSeconds: 4, kind: 'luminance', worstArea: 1 } as const;

  it('hold what lies in it', () => {
    const none = { items: [], more: 0 };
    const segments = { items: [{ ...at, verdict: 'fail' as const }], more: 0 };
    const flash = {
      bt1702: { verdict: 'fail' as const, segments },
      jba: { verdict: 'pass' as const, segments: none },
    };
    const picture = aPicture({
      black: intervals([5, 10.5], [26, 27]),
      freeze: intervals([24, 28]),
      flash,
    });
    const found = ofBody(someMeasurements({ picture }), body).picture;
    expect(found).toMatchObject({ startSeconds: 10, endSeconds: 25, frames: 450 });
    expect(found?.black.items).toEqual([{ startSeconds: 10, endSeconds: 10.5 }]);
    expect(found?.freeze.items).toEqual([{ startSeconds: 24, endSeconds: 25 }]);
    expect(found?.flash?.bt1702.segments.items).toEqual([]);
  });

  it('have the loudness of the body, and a channel that is silent in it', () => {
    const sound = aSound({
      loudness: {
        ...aSound().loudness,
        body: { integrated: -24, maxMomentary: -20, maxShortTerm: -22 },
      },
      channels: aSound().channels.map((channel, i) => ({
        ...channel,
        silence: i === 1 ? intervals([6, 28]) : intervals(),
      })),
    });
    const found = ofBody(someMeasurements({ sound }), body).sound;
    expect(found?.loudness).toMatchObject({ integrated: -24, maxMomentary: -20 });
    expect(found?.channels.map(({ samplePeak }) => samplePeak === null)).toEqual([false, true]);
  });
});
