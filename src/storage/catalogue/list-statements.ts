import type { VideoSort } from '../../domain/video';
import type { Position } from './cursor';
import { listedColumns, withDocument } from './document';
import { boundsOfOrder, filterConditions, indexConditions, isCovered } from './filters';
import {
  beginningConditions,
  isInTitle,
  isLater,
  type LaterRank,
  rankConditions,
  type RankedPosition,
  TITLE_KEY,
} from './ranks';
import { sortOrders } from './sorts';
import { type Statement, Values } from './statement';
import type { VideoQuery } from './types';

/**
 * Rows that a scan in order looks at, and the part of a page that the one before must have found. Measured at a
 * million rows: 5,000 rows cost some 10 ms to scan; what 25 of them match 5,000 and more of all match,
 * which cost more to look up than the longer scan does.
 */
export const ORDERED_SCANS = [
  { rows: 5_000, worthFrom: 0 },
  { rows: 12_500, worthFrom: 0.5 },
] as const;

export interface ListStatement extends Statement {
  readonly values: readonly unknown[];
  /** Whether it has conditions at all. */
  readonly selective: boolean;
}

/** A query by a column; of a search by relevance the rows of one rank. */
export interface SortedQuery extends VideoQuery {
  readonly sort: VideoSort;
  readonly rank?: LaterRank;
}

export function orderedScan(
  query: SortedQuery,
  after: Position | undefined,
  rows: number,
): ListStatement {
  const order = sortOrders[query.sort];
  const values = new Values();
  const start = [...following(query, after, values), ...boundsOfOrder(query, order, values)];
  const conditions = conditionsOf(query, values);
  const source = `
    SELECT *, ${order.key} AS sort_key FROM videos ${where(start)}
    ORDER BY ${order.key} ${order.direction}, id ${order.direction} LIMIT ${rows}`;
  return statement('list-ordered-scan', query, values, source, conditions);
}

export function lookUp(query: SortedQuery, after: Position | undefined): ListStatement {
  const values = new Values();
  const conditions = [
    ...following(query, after, values),
    ...conditionsOf(query, values),
    ...indexConditions(query, query.rank, values),
  ];
  const order = sortOrders[query.sort];
  // OFFSET 0 hides the order and the limit from the planner, which would scan in order again. Where the index
  // of the order covers the filters, all of that scan takes 0.2 s at a million rows: there the planner chooses
  const fence = isCovered(query, order) ? '' : 'OFFSET 0';
  const source = `
    SELECT id, ${order.key} AS sort_key FROM videos ${where(conditions)} ${fence}`;
  return statement('list-look-up', query, values, source, []);
}

/** Titles that begin with the words of a search, along their own index: the first rank of its relevance. */
export function beginningScan(query: VideoQuery, after: RankedPosition | undefined): ListStatement {
  const values = new Values();
  const conditions = [
    ...beginningConditions(query, after?.titleKey ?? '', values),
    // the words are in what begins with them; conditions that say so again would mislead the planner
    ...filterConditions({ ...query, search: undefined }, values),
  ];
  if (after) {
    const title = values.add(after.titleKey);
    const time = `${values.add(after.createdAt)}::timestamptz`;
    const position = `(${time}, ${values.add(after.id)}::uuid)`;
    conditions.push(`(${TITLE_KEY} > ${title} OR (created_at, id) < ${position})`);
  }
  const text = `
    SELECT ${listedColumns}, time::text || E'\\n' || title_key AS key
    FROM (
      SELECT id, created_at AS time, ${TITLE_KEY} AS title_key FROM videos ${where(conditions)}
      ORDER BY ${TITLE_KEY}, created_at DESC, id DESC LIMIT ${values.add(query.limit + 1)}
    ) AS page
    JOIN videos ON videos.id = page.id
    ${withDocument}
    ORDER BY title_key, time DESC, page.id DESC`;
  return { name: 'list-beginning-scan', text, values: values.list, selective: true };
}

/** Of the newest videos those of the later ranks of a search, `inTitle` first: what `orderedScan` has of both. */
export function newestByRank(query: VideoQuery): ListStatement {
  const values = new Values();
  const bounds = boundsOfOrder(query, sortOrders['-createdAt'], values);
  const inTitle = isInTitle(query, values);
  const conditions = [...filterConditions(query, values), isLater(query, values)];
  const inOrder = 'ORDER BY "inTitle" DESC, time DESC, page.id DESC';
  const text = `
    SELECT ${listedColumns}, time::text AS key, "inTitle"
    FROM (
      SELECT id, time, ${inTitle} AS "inTitle"
      FROM (
        SELECT *, created_at AS time FROM videos ${where(bounds)}
        ORDER BY created_at DESC, id DESC LIMIT ${ORDERED_SCANS[0].rows}
      ) AS page ${where(conditions)}
      ${inOrder} LIMIT ${values.add(query.limit + 1)}
    ) AS page
    JOIN videos ON videos.id = page.id
    ${withDocument}
    ${inOrder}`;
  return { name: 'list-newest-by-rank', text, values: values.list, selective: true };
}

function conditionsOf(query: SortedQuery, values: Values): string[] {
  const conditions = filterConditions(query, values);
  const { rank } = query;
  return rank ? [...conditions, ...rankConditions(query, rank, values)] : conditions;
}

function statement(
  name: string,
  query: SortedQuery,
  values: Values,
  source: string,
  conditions: readonly string[],
): ListStatement {
  const { direction } = sortOrders[query.sort];
  const inOrder = `ORDER BY sort_key ${direction}, page.id ${direction}`;
  // one row more than asked for tells whether there is another page
  const limit = values.add(query.limit + 1);
  const text = `
    SELECT ${listedColumns}, sort_key::text AS key
    FROM (SELECT id, sort_key FROM (${source}) AS page ${where(conditions)} ${inOrder} LIMIT ${limit}) AS page
    JOIN videos ON videos.id = page.id
    ${withDocument}
    ${inOrder}`;
  return { name, text, values: values.list, selective: conditions.length > 0 };
}

function following(query: SortedQuery, after: Position | undefined, values: Values): string[] {
  if (!after) return [];
  const { key, type, following } = sortOrders[query.sort];
  const position = `(${values.add(after.key)}::${type}, ${values.add(after.id)}::uuid)`;
  return [`(${key}, id) ${following} ${position}`];
}

function where(conditions: readonly string[]): string {
  return conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : '';
}
