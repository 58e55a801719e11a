import * as fc from 'fast-check';
import {
  endOfDayMonthsLater,
  hourInJapan,
  inJapan,
  parseBroadcastTime,
} from '../../src/domain/japan-time';

describe('the time of a broadcast', () => {
  it.each([
    ['2025-11-15 21:00', '2025-11-15T12:00:00.000Z'],
    ['2025-11-15 00:00', '2025-11-14T15:00:00.000Z'],
    ['2025/11/15 9:05:30', '2025-11-15T00:05:30.000Z'],
    ['2025-11-15T21:00:00+09:00', '2025-11-15T12:00:00.000Z'],
    ['2025-11-15T12:00Z', '2025-11-15T12:00:00.000Z'],
    // the night counts on
    ['2025-11-15 24:00', '2025-11-15T15:00:00.000Z'],
    ['2025-11-15 25:00', '2025-11-15T16:00:00.000Z'],
    ['2025-11-15 25:30', '2025-11-15T16:30:00.000Z'],
    ['2025-11-15 29:59', '2025-11-15T20:59:00.000Z'],
    ['2025-12-31 25:00', '2025-12-31T16:00:00.000Z'],
    ['2024-02-28 25:00', '2024-02-28T16:00:00.000Z'],
    ['２０２５／１１／１５　２５：３０', '2025-11-15T16:30:00.000Z'],
  ])('%s is %s', (text, instant) => {
    expect(parseBroadcastTime(text)).toBe(instant);
  });

  it.each([
    '',
    '2025-11-15',
    '25:30',
    '2025-11-15 30:00',
    '2025-11-15 21:60',
    '2025-02-29 21:00',
    '2025-04-31 21:00',
    '2025-00-10 21:00',
    '2025-13-01 21:00',
    '2025-11-00 21:00',
    '2025-11-15T25:30:00+09:00',
    '2025-11-15T21:00:00',
    '2025-02-30T21:00:00Z',
    '2025-11-15T21:60:00Z',
    '1899-11-15 21:00',
    'tomorrow',
  ])('%j is none', (text) => {
    expect(parseBroadcastTime(text)).toBeNull();
  });

  it('is the same in both notations', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('1990-01-01'), max: new Date('2090-01-01'), noInvalidDate: true }),
        fc.integer({ min: 0, max: 29 }),
        (date, hour) => {
          const day = date.toISOString().slice(0, 10);
          const text = `${day} ${String(hour).padStart(2, '0')}:15`;
          const expected = Date.parse(`${day}T00:15:00+09:00`) + hour * 3_600_000;
          expect(parseBroadcastTime(text)).toBe(new Date(expected).toISOString());
        },
      ),
    );
  });
});

describe('months later', () => {
  it.each([
    ['2025-11-15 21:00', 3, '2026-02-15 23:59:59 JST'],
    ['2025-11-30 21:00', 3, '2026-02-28 23:59:59 JST'],
    ['2025-10-31 21:00', 3, '2026-01-31 23:59:59 JST'],
    ['2024-11-30 21:00', 3, '2025-02-28 23:59:59 JST'],
    ['2023-11-30 21:00', 3, '2024-02-29 23:59:59 JST'],
    ['2025-11-15 00:00', 3, '2026-02-15 23:59:59 JST'],
    ['2025-11-15 23:59', 3, '2026-02-15 23:59:59 JST'],
    // by the calendar it is the 16th
    ['2025-11-15 25:30', 3, '2026-02-16 23:59:59 JST'],
    ['2025-08-31 21:00', 6, '2026-02-28 23:59:59 JST'],
    // after the last day of a month, whole months
    ['2026-02-28 21:00', 3, '2026-05-31 23:59:59 JST'],
    ['2028-02-28 21:00', 3, '2028-05-28 23:59:59 JST'],
    ['2028-02-29 21:00', 3, '2028-05-31 23:59:59 JST'],
    ['2026-04-30 21:00', 3, '2026-07-31 23:59:59 JST'],
    ['2026-09-30 21:00', 3, '2026-12-31 23:59:59 JST'],
    ['2026-02-28 21:00', 6, '2026-08-31 23:59:59 JST'],
    ['2026-05-30 21:00', 6, '2026-11-30 23:59:59 JST'],
  ])('%s and %i months is %s', (broadcast, months, end) => {
    expect(inJapan(endOfDayMonthsLater(parseBroadcastTime(broadcast) ?? '', months))).toBe(end);
  });

  it('ends with the last millisecond of that day', () => {
    expect(endOfDayMonthsLater('2025-11-15T12:00:00.000Z', 3)).toBe('2026-02-15T14:59:59.999Z');
  });
});

it('knows the hour in Japan', () => {
  expect(hourInJapan('2025-11-15T15:00:00.000Z')).toBe(0);
  expect(hourInJapan('2025-11-15T14:59:59.999Z')).toBe(23);
});
