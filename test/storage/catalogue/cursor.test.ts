import { listQuery } from '../../../src/api/route-schemas';
import { InvalidCursorError } from '../../../src/domain/errors';
import { decodeCursor, encodeCursor } from '../../../src/storage/catalogue/cursor';
import { aQuery } from '../../support/factories/videos';
import type { VideoQuery } from '../../../src/storage/catalogue/types';

const position = { key: '2026-04-01', id: '9f1b6d0c-8b6a-5c3e-9d5a-0f6f3f1f2a10' };

it('is good for the same query, in whatever order it is asked, and for another length of page', () => {
  const cursor = encodeCursor(position, aQuery({ codec: ['h264'], status: ['ready'] }));
  const same = aQuery({ status: ['ready'], verdict: undefined, codec: ['h264'], limit: 3, cursor });
  expect(decodeCursor(cursor, same)).toEqual(position);
});

it('is no good once any field of the query has changed, one that is yet to come too', () => {
  const cursor = encodeCursor(position, aQuery());
  const changes: (Partial<VideoQuery> & { tomorrow?: string })[] = [
    ...[{ sort: 'title' as const }, { minHeight: 1 }, { search: 'a' }, { createdTo: '2026' }],
    { tomorrow: 'a filter' },
  ];
  for (const change of changes) {
    expect(() => decodeCursor(cursor, aQuery(change))).toThrow(InvalidCursorError);
  }
});

it.each(['title', 'reading'] as const)(
  'is taken by the API after the longest title, by %s',
  (sort) => {
    const query = aQuery({ sort });
    const cursor = encodeCursor({ ...position, key: `\uffff${'鬱'.repeat(500)}` }, query);
    expect(listQuery.parse({ cursor }).cursor).toBe(cursor);
    expect(decodeCursor(cursor, query).key).toHaveLength(501);
  },
);
