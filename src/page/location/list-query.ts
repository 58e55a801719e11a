import type { ListParameter } from '../client/contract';

/*
 * A list's address uses the API's own parameter names, so that what is in the address bar can be
 * pasted after /v1/videos. `rows` is the page's own: how many rows were asked for.
 */

export const filterNames = [
  'q',
  'status',
  'verdict',
  'waiting',
  'rule',
  'codec',
  'container',
  'minHeight',
  'maxHeight',
  'hdr',
  'captions',
  'minDuration',
  'maxDuration',
  'createdFrom',
  'createdTo',
] as const satisfies readonly ListParameter[];
export type FilterName = (typeof filterNames)[number];

/** null or '' takes the filter away. */
export type Changes = Readonly<Partial<Record<FilterName | 'sort', string | null>>>;

/** Rows shown at first and added by "more". */
export const PAGE_ROWS = 50;

/** The parameters that the API knows, and no others. */
export function apiQuery(query: URLSearchParams): URLSearchParams {
  const known = new URLSearchParams();
  for (const name of [...filterNames, 'sort'] as const) {
    const values = query.getAll(name).filter((value) => value.trim() !== '');
    if (values.length > 0) known.set(name, values.join(','));
  }
  return known;
}

/** Starts again from the first rows, because other filters are another list. */
export function withChanges(query: URLSearchParams, changes: Changes): URLSearchParams {
  const next = apiQuery(query);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null || value === '') next.delete(name);
    else next.set(name, value);
  }
  return next;
}

export function withRows(query: URLSearchParams, rows: number): URLSearchParams {
  const next = apiQuery(query);
  next.set('rows', String(rows));
  return next;
}

export function rowsOf(query: URLSearchParams): number {
  const rows = Number(query.get('rows'));
  return Number.isInteger(rows) && rows > PAGE_ROWS ? rows : PAGE_ROWS;
}

/** The order of the list: of a search what fits best is first, as the API has it. */
export function orderOf(query: URLSearchParams): string {
  return query.get('sort') ?? (query.get('q') ? 'relevance' : '-createdAt');
}

/** How many filters are set; a range counts once, the order does not count. */
export function countFilters(query: URLSearchParams): number {
  const names = [...apiQuery(query).keys()].filter((name) => name !== 'sort');
  return new Set(names.map((name) => name.replace(/^(min|max)|(From|To)$/, ''))).size;
}

/** The values of a parameter that takes several. */
export function valuesOf(query: URLSearchParams, name: FilterName): string[] {
  return query.getAll(name).flatMap((value) => value.split(',').filter((part) => part !== ''));
}
