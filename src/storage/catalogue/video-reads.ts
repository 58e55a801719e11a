import { InvalidCursorError } from '../../domain/errors';
import { searchWords } from '../../domain/search-text';
import { decodeCursor, encodeCursor, type Position } from './cursor';
import { type Session, sqlStateOf } from './database';
import { documentColumns, type DocumentRow, withDocument } from './document';
import {
  beginningScan,
  type ListStatement,
  lookUp,
  newestByRank,
  ORDERED_SCANS,
  orderedScan,
  type SortedQuery,
} from './list-statements';
import { type Rank, rankedKey, type RankedPosition, rankedPosition, ranks } from './ranks';
import type { ListedVideo, VideoDocument, VideoPage, VideoQuery } from './types';

/** Documents of videos: finished JSON text, which is what is cached and what goes on the wire. */
export class VideoReads {
  constructor(private readonly db: Session) {}

  async find(id: string): Promise<VideoDocument | null> {
    const [document] = await this.db.prepared<DocumentRow>(FIND, [id]);
    return document ?? null;
  }

  /** The documents of the ids that exist, in the order of `ids`. */
  findMany(ids: readonly string[]): Promise<VideoDocument[]> {
    return this.db.prepared<DocumentRow>(FIND_MANY, [ids]);
  }

  /**
   * One page, by keyset: as fast at the end as at the beginning, and rows that come and go shift
   * nothing. What many rows match is found soonest by a scan in the order that is asked for, what few
   * match by the indexes of the filters; PostgreSQL's guess which it is can be wrong by a minute of work.
   * So the scan goes first, but only so far.
   * @throws InvalidCursorError
   */
  async list(query: VideoQuery): Promise<VideoPage> {
    if (query.cursor === undefined) return this.listAfter(undefined, query);
    return this.listAfter(decodeCursor(query.cursor, query), query).catch(orInvalidCursor);
  }

  /** @throws CatalogueUnavailableError when the database cannot be reached within its time limit */
  async ping(): Promise<void> {
    await this.db.prepared(PING);
  }

  private async listAfter(after: Position | undefined, query: VideoQuery): Promise<VideoPage> {
    return pageOf(await this.rowsAfter(after, query), query);
  }

  private rowsAfter(after: Position | undefined, query: VideoQuery): Promise<readonly Row[]> {
    const { sort } = query;
    if (sort !== 'relevance') return this.sortedRows(after, { ...query, sort });
    const isSearch = searchWords(query.search ?? '').length > 0;
    if (!isSearch) return this.sortedRows(after, { ...query, sort: '-createdAt' });
    return this.rankedRows(after, query);
  }

  /** The rows of each rank in turn, until the page is full. */
  private async rankedRows(after: Position | undefined, query: VideoQuery): Promise<Row[]> {
    const last = after && rankedPosition(after);
    const rows: Row[] = [];
    let newest: readonly RankedRow[] | undefined;
    for (const rank of ranks.slice(last ? ranks.indexOf(last.rank) : 0)) {
      if (rows.length > query.limit) break;
      const from = last?.rank === rank ? last : undefined;
      const rest = { ...query, limit: query.limit - rows.length };
      // one scan for the later ranks, unless the page begins within one of them
      if (rank === 'title' && !from) newest = await this.run<RankedRow>(newestByRank(rest));
      const found = await this.rowsOfRank(rank, from, rest, newest);
      rows.push(...found.map((row) => ({ ...row, key: rankedKey(rank, row.key) })));
    }
    return rows;
  }

  private rowsOfRank(
    rank: Rank,
    after: RankedPosition | undefined,
    query: VideoQuery,
    newest: readonly RankedRow[] | undefined,
  ): Promise<readonly Row[]> {
    if (rank === 'beginning') return this.run(beginningScan(query, after));
    const position = after && { key: after.createdAt, id: after.id };
    const scanned = newest?.filter(({ inTitle }) => inTitle === (rank === 'title'));
    return this.sortedRows(position, { ...query, sort: '-createdAt', rank }, scanned);
  }

  /** `first` is what the first scan would find, where that is known. */
  private async sortedRows(
    after: Position | undefined,
    query: SortedQuery,
    first?: readonly Row[],
  ): Promise<readonly Row[]> {
    let scanned: readonly Row[] = [];
    for (const [i, { rows, worthFrom }] of ORDERED_SCANS.entries()) {
      if (scanned.length < query.limit * worthFrom) break;
      const scan = orderedScan(query, after, rows);
      scanned = i === 0 && first ? first : await this.run(scan);
      // without conditions a scan is never cut short
      if (scanned.length > query.limit || !scan.selective) return scanned;
    }
    return this.run(lookUp(query, after));
  }

  private run<R extends Row>(statement: ListStatement): Promise<R[]> {
    return this.db.planned<R>(statement, statement.values);
  }
}

type Row = ListedVideo & Position;
type RankedRow = Row & { readonly inTitle: boolean };

/** SQLSTATEs of values that are none of their type: of a list, only a made-up cursor can hold one. */
const DATA_EXCEPTION = '22';

function orInvalidCursor(error: unknown): never {
  if (sqlStateOf(error)?.startsWith(DATA_EXCEPTION)) throw new InvalidCursorError();
  throw error;
}

function pageOf(rows: readonly Row[], query: VideoQuery): VideoPage {
  const page = rows.slice(0, query.limit);
  const last = page.at(-1);
  return {
    items: page.map(({ id, revision, json, proposal }) => ({ id, revision, json, proposal })),
    nextCursor: last && rows.length > query.limit ? encodeCursor(last, query) : null,
  };
}

const FIND = {
  name: 'find',
  text: `SELECT ${documentColumns} FROM videos ${withDocument} WHERE videos.id = $1`,
};

const FIND_MANY = {
  name: 'find-many',
  text: `
    SELECT ${documentColumns}
    FROM unnest($1::uuid[]) WITH ORDINALITY AS wanted (id, position)
    JOIN videos ON videos.id = wanted.id
    ${withDocument}
    ORDER BY position`,
};

const PING = { name: 'ping', text: 'SELECT' };
