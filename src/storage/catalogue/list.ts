import type { VideoDocument, VideoPage, VideoQuery } from './catalogue';
import { decodeCursor, encodeCursor, type Position } from './cursor';
import type { Database } from './database';
import { documentColumns, type DocumentRow } from './document';
import { boundsOfOrder, filterConditions, indexConditions, Values } from './filters';
import { rarestGrams } from './search';
import { sortOrders } from './sorts';

/**
 * One page, by keyset: as fast at the end as at the beginning, and rows that come and go shift
 * nothing. What many rows match is found soonest by walking along the order, what few match by the
 * indexes of the filters; PostgreSQL's guess which it is can be wrong by a minute of work. So the walk
 * goes first, but only so far.
 */
export async function list(db: Database, query: VideoQuery): Promise<VideoPage> {
  const after = query.cursor === undefined ? undefined : decodeCursor(query.cursor, query);
  const walk = walkStatement(query, after);
  const walked = await run(db, walk);
  // without conditions a walk is never cut short
  if (walked.length > query.limit || !walk.selective) return pageOf(walked, query);
  const grams = await rarestGrams(db, query.search ?? '');
  return pageOf(await run(db, lookUpStatement(query, after, grams)), query);
}

/**
 * Rows that a walk looks at. Measured at a million rows: the walk costs some 10 ms, and what it
 * missed matches so few rows (50 in 10,000 are 0.5 %) that looking them up costs no more than that again.
 */
const WALK_ROWS = 10_000;

export interface ListStatement {
  readonly name: string;
  readonly text: string;
  readonly values: readonly unknown[];
  /** Whether it has conditions at all. */
  readonly selective: boolean;
}

type Row = DocumentRow & { readonly key: string };

export function walkStatement(query: VideoQuery, after: Position | undefined): ListStatement {
  const order = sortOrders[query.sort];
  const values = new Values();
  const start = [...following(query, after, values), ...boundsOfOrder(query, order, values)];
  const conditions = filterConditions(query, values);
  const source = `
    SELECT *, ${order.key} AS sort_key FROM videos ${where(start)}
    ORDER BY ${order.key} ${order.direction}, id ${order.direction} LIMIT ${WALK_ROWS}`;
  return statement('list-walk', query, values, source, conditions);
}

/** `grams`: some of those that the words of the query have. */
export function lookUpStatement(
  query: VideoQuery,
  after: Position | undefined,
  grams: readonly string[],
): ListStatement {
  const values = new Values();
  const conditions = [
    ...following(query, after, values),
    ...filterConditions(query, values),
    ...indexConditions(grams, values),
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
