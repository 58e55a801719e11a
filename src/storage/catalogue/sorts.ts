import { READING } from '../../domain/reading';
import type { VideoSort } from '../../domain/video';

/** How an order is made in SQL. Ties go by id, in the same direction. */
export interface SortOrder {
  readonly column: 'created_at' | 'title' | 'reading' | 'duration_seconds' | 'size_bytes';
  /** Indexed expression over the column; never null. */
  readonly key: string;
  readonly type: 'timestamptz' | 'text' | 'double precision' | 'bigint';
  readonly direction: 'ASC' | 'DESC';
  /** Whether its index has beside it the columns of every filter but `search`, `rule` and `waiting`. */
  readonly covers: boolean;
  /** How the rows that follow compare to the last one of a page. */
  readonly following: '>' | '<';
}

const up = { direction: 'ASC', following: '>' } as const;
const down = { direction: 'DESC', following: '<' } as const;
const creation = {
  column: 'created_at',
  key: 'created_at',
  type: 'timestamptz',
  covers: false,
} as const;
const title = {
  column: 'title',
  key: 'title COLLATE "ja-x-icu"',
  type: 'text',
  covers: false,
} as const;
const reading = { column: 'reading', type: 'text', covers: false } as const;
const duration = { column: 'duration_seconds', type: 'double precision', covers: false } as const;
const size = { column: 'size_bytes', type: 'bigint', covers: true } as const;

/** Of a title that could be a reading, itself; as `isReading` has it. U+FFFE and U+FFFF sort before and after all else. */
const readingOr = (
  titleAfter: string,
): string => `coalesce(reading, CASE WHEN normalize(title, NFKC)
  ~ '${READING.source}' THEN title END,
  ${titleAfter} || title) COLLATE "ja-x-icu"`;

/** Unknown readings, durations and sizes are last both ways, hence a stand-in for null at either end. */
export const sortOrders: Readonly<Record<VideoSort, SortOrder>> = {
  createdAt: { ...creation, ...up },
  '-createdAt': { ...creation, ...down },
  title: { ...title, ...up },
  '-title': { ...title, ...down },
  reading: { ...reading, key: readingOr("E'\\uFFFF'"), ...up },
  '-reading': { ...reading, key: readingOr("E'\\uFFFE'"), ...down },
  duration: { ...duration, key: "coalesce(duration_seconds, 'Infinity')", ...up },
  '-duration': { ...duration, key: 'coalesce(duration_seconds, -1)', ...down },
  size: { ...size, key: 'coalesce(size_bytes, 9223372036854775807)', ...up },
  '-size': { ...size, key: 'coalesce(size_bytes, -1)', ...down },
};
