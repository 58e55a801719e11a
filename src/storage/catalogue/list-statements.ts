import type { Position } from './cursor';
import { documentColumns, withDocument } from './document';
import { boundsOfOrder, filterConditions, indexConditions, isCovered } from './filters';
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

export function orderedScan(
  query: VideoQuery,
  after: Position | undefined,
  rows: number,
): ListStatement {
  const order = sortOrders[query.sort];
  const values = new Values();
  const start = [...following(query, after, values), ...boundsOfOrder(query, order, values)];
  const conditions = filterConditions(query, values);
  const source = `
    SELECT *, ${order.key} AS sort_key FROM videos ${where(start)}
    ORDER BY ${order.key} ${order.direction}, id ${order.direction} LIMIT ${rows}`;
  return statement('list-ordered-scan', query, values, source, conditions);
}

export function lookUp(query: VideoQuery, after: Position | undefined): ListStatement {
  const values = new Values();
  const conditions = [
    ...following(query, after, values),
    ...filterConditions(query, values),
    ...indexConditions(query, values),
  ];
  const order = sortOrders[query.sort];
  // OFFSET 0 hides the order and the limit from the planner, which would scan in order again. Where the index
  // of the order covers the filters, all of that scan takes 0.2 s at a million rows: there the planner chooses
  const fence = isCovered(query, order) ? '' : 'OFFSET 0';
  const source = `
    SELECT id, ${order.key} AS sort_key FROM videos ${where(conditions)} ${fence}`;
  return statement('list-look-up', query, values, source, []);
}

function statement(
  name: string,
  query: VideoQuery,
  values: Values,
  source: string,
  conditions: readonly string[],
): ListStatement {
  const { direction } = sortOrders[query.sort];
  const inOrder = `ORDER BY sort_key ${direction}, page.id ${direction}`;
  // one row more than asked for tells whether there is another page
  const limit = values.add(query.limit + 1);
  const text = `
    SELECT ${documentColumns}, sort_key::text AS key
    FROM (SELECT id, sort_key FROM (${source}) AS page ${where(conditions)} ${inOrder} LIMIT ${limit}) AS page
    JOIN videos ON videos.id = page.id
    ${withDocument}
    ${inOrder}`;
  return { name, text, values: values.list, selective: conditions.length > 0 };
}

function following(query: VideoQuery, after: Position | undefined, values: Values): string[] {
  if (!after) return [];
  const { key, type, following } = sortOrders[query.sort];
  const position = `(${values.add(after.key)}::${type}, ${values.add(after.id)}::uuid)`;
  return [`(${key}, id) ${following} ${position}`];
}

function where(conditions: readonly string[]): string {
  return conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : '';
}
