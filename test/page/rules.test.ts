import { ApiError, UnreachableError } from '../../src/page/client/errors';
import {
  durationOptions,
  heightOptions,
  rangeBounds,
  rangeValue,
} from '../../src/page/location/range-options';
import { dictionaries, preferredLanguage } from '../../src/page/i18n/languages';
import {
  apiQuery,
  countFilters,
  orderOf,
  rowsOf,
  valuesOf,
  withChanges,
  withRows,
} from '../../src/page/location/list-query';
import { backoffMs, MAX_FAILURES } from '../../src/page/upload/backoff-times';
import { underKey } from '../../src/page/upload/idempotency-keys';
import { changesBetween } from '../../src/page/video/changes';
import * as page from '../../src/page/video/facts';
import { isTerminal, videoStatuses } from '../../src/domain/status';
import { aVideo } from '../support/factories/videos';

const query = (text: string) => new URLSearchParams(text);

describe("a list's address", () => {
  it('hands the API what the API knows, and nothing else', () => {
    const address = query(
      'q=桜&status=ready&status=failed&rows=100&utm_source=mail&codec=&sort=size',
    );

    expect(apiQuery(address).toString()).toBe(
      query('q=桜&status=ready,failed&sort=size').toString(),
    );
  });

  it('starts from the first rows when a filter changes', () => {
    const changed = withChanges(query('q=a&codec=av1&rows=150'), {
      q: null,
      codec: '',
      hdr: 'hlg',
    });

    expect(changed.toString()).toBe('hdr=hlg');
  });

  it.each([
    ['', 50],
    ['rows=150', 150],
    ['rows=7', 50],
    ['rows=lots', 50],
  ])('%s asks for %d rows', (address, rows) => {
    expect(rowsOf(query(address))).toBe(rows);
  });

  it('keeps its filters when more rows are asked for', () => {
    expect(withRows(query('q=a'), 100).toString()).toBe('q=a&rows=100');
  });

  it('counts a range once and the order not at all', () => {
    const address = 'minHeight=1&maxHeight=2&createdFrom=a&createdTo=b&status=ready&sort=size';

    expect(countFilters(query(address))).toBe(3);
  });

  it.each([
    ['', '-createdAt'],
    ['q=', '-createdAt'],
    ['q=桜', 'relevance'],
    ['q=桜&sort=reading', 'reading'],
  ])('%s is in the order %s', (address, order) => {
    expect(orderOf(query(address))).toBe(order);
  });

  it('gives the values of a filter that takes several', () => {
    expect(valuesOf(query('status=ready,failed&status=rejected'), 'status')).toEqual([
      'ready',
      'failed',
      'rejected',
    ]);
  });
});

describe('a range', () => {
  const ranges = [...heightOptions(dictionaries.en.list), ...durationOptions(dictionaries.en.list)];

  it.each(ranges)('$value is the same after a trip through the address', ({ value }) => {
    const { min, max } = rangeBounds(value);

    expect(rangeValue(min || null, max || null)).toBe(value);
  });

  it('with no bounds is none', () => {
    expect(rangeValue(null, null)).toBe('');
  });
});

describe('the wait after a failure', () => {
  it('doubles from one second', () => {
    expect([1, 2, 3, 4, 5, 6].map((n) => backoffMs(n, 0.5))).toEqual([
      1000, 2000, 4000, 8000, 16_000, 32_000,
    ]);
  });

  it('is spread, so that uploads that broke together come back apart', () => {
    expect([backoffMs(1, 0), backoffMs(1, 1)]).toEqual([750, 1250]);
  });

  it('adds up to a minute before an upload is given up', () => {
    const waits = Array.from({ length: MAX_FAILURES }, (_, i) => backoffMs(i + 1, 0.5));

    expect(waits.reduce((a, b) => a + b, 0)).toBe(63_000);
  });
});

describe('what is said of a list that was read again', () => {
  const old = aVideo({ createdAt: '2026-04-01T00:00:00.000Z' });
  const newer = aVideo({ createdAt: '2026-04-01T00:50:00.000Z' });

  it('is what arrived and what moved', () => {
    const moved = { ...old, status: 'failed' } as const;

    expect(changesBetween([old], [newer, moved])).toEqual({ arrived: [newer], moved: [moved] });
  });

  it('is nothing of a row that only moved up from below', () => {
    expect(changesBetween([newer], [newer, old]).arrived).toEqual([]);
  });
});

describe('what the page repeats of the domain', () => {
  it.each(videoStatuses)('agrees with it on what moves: %s', (status) => {
    expect(page.isMoving({ status })).toBe(!isTerminal(status));
    expect(page.canReprocess({ status })).toBe(isTerminal(status));
  });
});

describe('the dictionaries', () => {
  it('have no empty word in any language', () => {
    const words = JSON.stringify(dictionaries);

    expect(words).not.toContain('""');
  });

  it.each([
    [['ja-JP', 'en'], 'ja'],
    [['fr-FR', 'ja'], 'ja'],
    [['EN-us'], 'en'],
    [['', 'de'], 'en'],
    [[], 'en'],
  ])('for readers of %j are those of %s', (wanted, language) => {
    expect(preferredLanguage(wanted)).toBe(language);
  });
});

describe('the idempotency key of a request about a file', () => {
  const file = new File([], 'a.mp4');
  const keys: string[] = [];
  const ask = (answer: Promise<string>) =>
    underKey(file, (key) => {
      keys.push(key);
      return answer;
    });
  beforeEach(() => (keys.length = 0));

  it.each<[string, Error]>([
    ['no answer', new UnreachableError()],
    ['a gateway that did not wait', new ApiError(504, {})],
  ])('stays after %s', async (_, error) => {
    await expect(ask(Promise.reject(error))).rejects.toBe(error);
    await ask(Promise.resolve('made'));
    expect(keys[0]).toMatch(/^[0-9a-f]{32}$/);
    expect(keys[1]).toBe(keys[0]);
  });

  it.each([
    ['an answer', () => Promise.resolve('made')],
    ['a refusal', () => Promise.reject(new ApiError(409, {}))],
  ])('is another after %s', async (_, end) => {
    await ask(end()).catch((error: unknown) => error);
    await ask(Promise.resolve('made'));
    expect(keys[1]).not.toBe(keys[0]);
  });
});
