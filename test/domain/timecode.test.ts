import fc from 'fast-check';
import { frameAt, frameText, middleOf, secondsAt, timecodeOf } from '../../src/domain/timecode';

const ntsc = { numerator: 30_000, denominator: 1001 };
const doubled = { numerator: 60_000, denominator: 1001 };
const pal = { numerator: 25, denominator: 1 };

describe('timecode, SMPTE ST 12-1', () => {
  it.each([
    // drop frame: numbers 0 and 1 of each minute but the tenth ones are left out
    [0, ntsc, '00:00:00;00', '00:00:00;00'],
    [1799, ntsc, '00:00:00;00', '00:00:59;29'],
    [1800, ntsc, '00:00:00;00', '00:01:00;02'],
    [3597, ntsc, '00:00:00;00', '00:01:59;29'],
    [3598, ntsc, '00:00:00;00', '00:02:00;02'],
    [17_981, ntsc, '00:00:00;00', '00:09:59;29'],
    [17_982, ntsc, '00:00:00;00', '00:10:00;00'],
    [107_892, ntsc, '00:00:00;00', '01:00:00;00'],
    [0, ntsc, '00:59:59;29', '00:59:59;29'],
    [1, ntsc, '00:59:59;29', '01:00:00;00'],
    [450, ntsc, '01:00:00;00', '01:00:15;00'],
    [3600, doubled, '00:00:00;00', '00:01:00;04'],
    [2_589_407, ntsc, '00:00:00;00', '23:59:59;29'],
    [2_589_408, ntsc, '00:00:00;00', '00:00:00;00'],
    // each number has its frame
    [1800, ntsc, '00:00:00:00', '00:01:00:00'],
    [1800, ntsc, null, '00:01:00:00'],
    [90_000, pal, '10:00:00:00', '11:00:00:00'],
    [24, pal, '09:59:59:24', '10:00:00:23'],
    // 30.00 a second drops nothing, whatever the file writes
    [1800, { numerator: 30, denominator: 1 }, '00:00:00;00', '00:01:00:00'],
    [5, pal, 'no timecode', '00:00:00:05'],
  ] as const)('of frame %d at %j from %s is %s', (frame, rate, start, expected) => {
    expect(timecodeOf(frame, rate, start)).toBe(expected);
  });

  it('never drops the number of a frame that is to follow, nor gives one twice', () => {
    const seen = new Set(
      Array.from({ length: 2 * 17_982 }, (_, frame) => timecodeOf(frame, ntsc, '00:00:00;00')),
    );
    expect(seen.size).toBe(2 * 17_982);
    expect([...seen].filter((each) => /:\d[1-9]:00;0[01]$/.test(each))).toEqual([]);
  });

  it('is never off the clock by more than it drifts in a day, 86 ms, and two frames', () => {
    fc.assert(
      fc.property(fc.nat({ max: 2_589_407 }), (frame) => {
        const [h = 0, m = 0, s = 0, f = 0] = timecodeOf(frame, ntsc, '00:00:00;00')
          .split(/[:;]/)
          .map(Number);
        const told = h * 3600 + m * 60 + s + f / 30;
        expect(Math.abs(told - (frame * 1001) / 30_000)).toBeLessThan(0.0865 + 2 / 29.97);
      }),
    );
  });
});

describe('the frame at a time', () => {
  it('is found again from its start in milliseconds, and from its middle', () => {
    const rates = [ntsc, doubled, pal, { numerator: 24_000, denominator: 1001 }];
    fc.assert(
      fc.property(fc.constantFrom(...rates), fc.nat({ max: 400_000 }), (rate, frame) => {
        const start = Math.round((frame * 1000 * rate.denominator) / rate.numerator) / 1000;
        expect(frameAt(start, rate)).toBe(frame);
        expect(frameAt(middleOf(frame, rate), rate)).toBe(frame);
      }),
    );
  });
});

describe('the time of a timecode that a person types', () => {
  const clock = { rate: ntsc, start: '01:00:00;00' };

  it('is that of the frame that bears it, of every frame of ten minutes', () => {
    for (let frame = 0; frame < 17_982; frame += 7) {
      const seconds = secondsAt(timecodeOf(frame, ntsc, clock.start), clock) ?? -1;
      expect(frameText(seconds, clock)).toMatchObject({ frame });
    }
  });

  it.each([
    ['01:01:00:02', clock, (1800 * 1001) / 30_000],
    ['00:00:02:00', { rate: pal, start: null }, 2],
    ['00:59:59;29', clock, null],
    ['00:00:02:24', { rate: pal, start: null }, 2.96],
    ['00:00:02:25', { rate: pal, start: null }, null],
    ['00:00:60:00', { rate: pal, start: null }, null],
    ['01:01:00;00', clock, null],
    ['00:00:02:05', { rate: { numerator: 30, denominator: 1 }, start: '00:00:00;00' }, 65 / 30],
    ['1:00', clock, null],
    ['', clock, null],
  ])('%s of %j is %s', (timecode, of, seconds) => {
    expect(secondsAt(timecode, of)).toBe(seconds);
  });
});
