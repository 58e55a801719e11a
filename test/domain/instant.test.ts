import * as fc from 'fast-check';
import { instantInput } from '../../src/domain/instant';

describe('a time that a client gives', () => {
  it.each([
    ['2026-04-01T00:00:00Z', '2026-04-01T00:00:00.000Z'],
    ['2026-04-01T00:00:00+09:00', '2026-03-31T15:00:00.000Z'],
    ['2026-04-01T00:00:00.5+23:59', '2026-03-31T00:01:00.500Z'],
    ['2026-04-01T00:00:00.123456789Z', '2026-04-01T00:00:00.123456Z'],
    [`2026-04-01T00:00:00.${'0'.repeat(500)}Z`, '2026-04-01T00:00:00.000000Z'],
    ['0001-01-01T00:00:00Z', '0001-01-01T00:00:00.000Z'],
    ['9999-12-31T23:59:59Z', '9999-12-31T23:59:59.000Z'],
    ['0000-12-31T23:00:00-01:00', '0001-01-01T00:00:00.000Z'],
  ])('%s is %s in UTC', (text, instant) => {
    expect(instantInput.parse(text)).toBe(instant);
  });

  it.each(['0000-01-01T00:00:00Z', '0001-01-01T00:00:00+00:01', '9999-12-31T23:59:59-23:59'])(
    '%s is none that the catalogue has',
    (text) => {
      expect(instantInput.safeParse(text).error?.issues.map(({ message }) => message)).toEqual([
        'must be from 0001-01-01 to 9999-12-31 in UTC',
      ]);
    },
  );

  it('is always the same time', () => {
    const years = { min: new Date('0001-01-01T00:00:00Z'), max: new Date('9999-12-31T23:59:59Z') };
    fc.assert(
      fc.property(fc.date({ ...years, noInvalidDate: true }), (date) => {
        expect(instantInput.parse(date.toISOString())).toBe(date.toISOString());
      }),
    );
  });
});
