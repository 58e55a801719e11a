import type { VideoSort } from '../../domain/video';

/** How an order is made in SQL. Ties go by id, in the same direction. */
export interface SortOrder {
  readonly column: 'created_at' | 'title' | 'duration_seconds' | 'size_bytes';
  /** Indexed expression over the column; never null. */
  readonly key: string;
  readonly type: 'timestamptz' | 'text' | 'double precision' | 'bigint';
  readonly direction: 'ASC' | 'DESC';
  /** How the rows that follow compare to the last one of a page. */
  readonly following: '>' | '<';
}

const up = { direction: 'ASC', following: '>' } as const;
const down = { direction: 'DESC', following: '<' } as const;
const creation = { column: 'created_at', key: 'created_at', type: 'timestamptz' } as const;
const title = { column: 'title', key: 'title COLLATE "ja-x-icu"', type: 'text' } as const;
const duration = { column: 'duration_seconds', type: 'double precision' } as const;
const size = { column: 'size_bytes', type: 'bigint' } as const;

/** Unknown durations and sizes are last both ways, hence a stand-in for null at either end. */
export const sortOrders: Readonly<Record<VideoSort, SortOrder>> = {
  createdAt: { ...creation, ...up },
  '-createdAt': { ...creation, ...down },
  title: { ...title, ...up },
  '-title': { ...title, ...down },
  duration: { ...duration, key: "coalesce(duration_seconds, 'Infinity')", ...up },
  '-duration': { ...duration, key: 'coalesce(duration_seconds, -1)', ...down },
  size: { ...size, key: 'coalesce(size_bytes, 9223372036854775807)', ...up },
  '-size': { ...size, key: 'coalesce(size_bytes, -1)', ...down },
};
