import type { VideoDocument, VideoPage, VideoQuery } from './catalogue';
import { decodeCursor, encodeCursor, type Position } from './cursor';
import type { Database } from './database';
import { documentColumns, type DocumentRow, withDocument } from './document';
import { boundsOfOrder, filterConditions, indexConditions, Values } from './filters';
import { sortOrders } from './sorts';

/**
 * One page, by keyset: as fast at the end as at the beginning, and rows that come and go shift
 * nothing. What many rows match is found soonest by walking along the order, what few match by the
 * indexes of the filters; PostgreSQL's guess which it is can be wrong by a minute of work. So the walk
 * goes first, but only so far.
 */
export async function list(db: Database, query: VideoQuery): Promise<VideoPage> {
  const after = query.cursor === undefined ? undefined : decodeCursor(query.cursor, query);
  let walked: readonly Row[] = [];
  for (const { rows, worthFrom } of WALKS) {
    if (walked.length < query.limit * worthFrom) break;
    const walk = walkStatement(query, after, rows);
    walked = await run(db, walk);
    // without conditions a walk is never cut short
    if (walked.length > query.limit || !walk.selective) return pageOf(walked, query);
  }
  return pageOf(await run(db, lookUpStatement(query, after)), query);
}

/**
 * Rows that a walk looks at, and the part of a page that the one before must have found. Measured at a
 * million rows: 5,000 rows cost some 10 ms to walk; what 25 of them match 5,000 and more of all match,
 * which cost more to look up than the longer walk does.
 */
export const WALKS = [
  { rows: 5_000, worthFrom: 0 },
  { rows: 12_500, worthFrom: 0.5 },
] as const;

export interface ListStatement {
  readonly name: string;
  readonly text: string;
  readonly values: readonly unknown[];
  /** Whether it has conditions at all. */
  readonly selective: boolean;
}

type Row = DocumentRow & { readonly key: string };

export function walkStatement(
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
  return statement('list-walk', query, values, source, conditions);
}

export function lookUpStatement(query: VideoQuery, after: Position | undefined): ListStatement {
  const values = new Values();
  const conditions = [
    ...following(query, after, values),
    ...filterConditions(query, values),
    ...indexConditions(query, values),
  ];
  // OFFSET 0 hides the order and the limit from the planner, which would take them for a walk again
  const source = `
    SELECT id, ${sortOrders[query.sort].key} AS sort_key FROM videos ${where(conditions)} OFFSET 0`;
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

async function run(db: Database, statement: ListStatement): Promise<Row[]> {
  return db.planned<Row>(statement, statement.values);
}

function pageOf(rows: readonly Row[], query: VideoQuery): VideoPage {
  const page = rows.slice(0, query.limit);
  const last = page.at(-1);
  return {
    items: page.map(({ id, revision, json }): VideoDocument => ({ id, revision, json })),
    nextCursor: last && rows.length > query.limit ? encodeCursor(last, query) : null,
  };
}
