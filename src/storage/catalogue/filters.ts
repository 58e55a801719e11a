import { searchWords } from '../../domain/search-text';
import { type LaterRank, rankGrams } from './ranks';
import type { SortOrder } from './sorts';
import type { Values } from './statement';
import type { VideoQuery } from './types';

/** SQL that holds for the rows of `videos` that the query asks for; empty when it asks for all. */
export function filterConditions(query: VideoQuery, values: Values): string[] {
  const conditions = ranges(query).map(({ key, operator, value }) => {
    return `${key} ${operator} ${values.add(value)}`;
  });
  const when = (value: unknown, condition: (placeholder: string) => string): void => {
    if (value !== undefined) conditions.push(condition(values.add(value)));
  };
  when(query.status, (list) => `status = ANY (${list})`);
  when(query.verdict, (list) => `verdict = ANY (${list})`);
  when(query.rule, (list) => `broken_rules && ${list}::text[]`);
  if (query.waiting !== undefined) conditions.push('waiting_proposal IS NOT NULL');
  when(query.codec, (list) => `codec = ANY (${list})`);
  when(query.container, (list) => `containers && ${list}::text[]`);
  when(query.hdr, (list) => `hdr = ANY (${list})`);
  when(query.captions, (list) => `captions && ${list}::text[]`);
  for (const word of searchWords(query.search ?? '')) {
    // not LIKE: nothing to escape, and no guess of the planner that counts the grams twice
    conditions.push(`strpos(search_text, ${values.add(word)}) > 0`);
  }
  return conditions;
}

/** Follows from {@link filterConditions}; lets the index of the grams find the rows. */
export function indexConditions(
  query: VideoQuery,
  rank: LaterRank | undefined,
  values: Values,
): string[] {
  const grams = rankGrams(query, rank);
  return grams.length > 0 ? [`search_grams @> ${values.add(grams)}::text[]`] : [];
}

/** Follows from {@link filterConditions}; where a scan along `order` may begin and must end. */
export function boundsOfOrder(query: VideoQuery, order: SortOrder, values: Values): string[] {
  return ranges(query)
    .filter(({ column }) => column === order.column)
    .map(({ operator, value }) => `${order.key} ${operator} ${values.add(value)}`);
}

/** Whether every filter asks of columns that the index of `order` has beside it. */
export function isCovered(query: VideoQuery, order: SortOrder): boolean {
  const { search, rule, waiting } = query;
  return order.covers && [search, rule, waiting].every((filter) => filter === undefined);
}

interface Range {
  readonly column: 'created_at' | 'duration_seconds' | 'height';
  /** Indexed expression; a null of the column never passes. */
  readonly key: string;
  readonly operator: '>=' | '<=' | '<';
  readonly value: string | number;
}

function ranges(query: VideoQuery): Range[] {
  const created = { column: 'created_at', key: 'created_at' } as const;
  const height = { column: 'height', key: 'height' } as const;
  // both ends on one index where both are given
  const unknown = query.minDurationSeconds === undefined ? "'Infinity'" : '-1';
  const duration = {
    column: 'duration_seconds',
    key: `coalesce(duration_seconds, ${unknown})`,
  } as const;
  const all = [
    { ...created, operator: '>=', value: query.createdFrom },
    { ...created, operator: '<', value: query.createdTo },
    { ...height, operator: '>=', value: query.minHeight },
    { ...height, operator: '<=', value: query.maxHeight },
    { ...duration, operator: '>=', value: query.minDurationSeconds },
    { ...duration, operator: '<=', value: query.maxDurationSeconds },
  ] as const;
  return all.filter((range): range is (typeof all)[number] & Range => range.value !== undefined);
}
