import { identityOf, isPerson } from '../../domain/actor';
import { InvalidCursorError } from '../../domain/errors';
import type { Session } from './database';
import { instant } from './document';
import { Values } from './statement';
import type { AuditPage, AuditQuery } from './types';

/** What was changed, by whom. Each port records its own changes; here they are read. */
export class AuditLog {
  constructor(private readonly db: Pick<Session, 'planned'>) {}

  /**
   * One page. An entry whose transaction is still under way is on no page, and one with a higher number
   * may be: what must be complete is read when it is a minute old.
   * @throws InvalidCursorError
   */
  async list(query: AuditQuery): Promise<AuditPage> {
    const values = new Values();
    const conditions = ['TRUE'];
    const when = (value: unknown, condition: (placeholder: string) => string): void => {
      if (value !== undefined) conditions.push(condition(values.add(value)));
    };
    when(query.videoId, (id) => `video_id = ${id}`);
    const { actor } = query;
    // whoever asks for a person gives the id alone: names change
    if (actor !== undefined && isPerson(actor)) {
      when(
        identityOf(actor),
        (id) => `actor LIKE 'person:%' AND split_part(actor, ' ', 1) = ${id}`,
      );
    } else {
      when(actor, (name) => `actor = ${name}`);
    }
    when(query.action, (action) => `action = ${action}`);
    when(query.from, (from) => `at >= ${from} AND id > ${lastBefore(from)}`);
    when(query.to, (to) => `at < ${to} AND id < ${firstAfter(to)}`);
    when(query.cursor === undefined ? undefined : idOf(query.cursor), (id) => `id > ${id}::bigint`);
    // one row more than asked for tells whether there is another page
    const limit = values.add(query.limit + 1);
    const text = `
    SELECT id::text AS cursor, row_to_json((SELECT entry FROM (SELECT
      id,
      ${instant('at')} AS at,
      to_char(at AT TIME ZONE 'Asia/Tokyo', 'YYYY-MM-DD HH24:MI:SS.MS "JST"') AS "atJapan",
      actor, action, video_id AS "videoId", before, after) AS entry))::text AS json
    FROM audit_log WHERE ${conditions.join(' AND ')} ORDER BY id LIMIT ${limit}`;
    const rows = await this.db.planned<{ cursor: string; json: string }>(
      { name: 'list-audit', text },
      values.list,
    );
    const page = rows.slice(0, query.limit);
    return {
      items: page.map(({ json }) => json),
      nextCursor: rows.length > query.limit ? (page.at(-1)?.cursor ?? null) : null,
    };
  }
}

/**
 * Ids grow as time does, but for transactions that cross each other: `at` is when one began, the id is given
 * when it writes its entry. Until then it makes three statements at most, of 10 seconds each with 30 between
 * them (connection.ts): 90 seconds.
 */
const CROSSING = "interval '2 minutes'";

/** SQL of an id that every entry of that time and later is above. */
const lastBefore = (time: string) => `coalesce((
  SELECT id FROM audit_log WHERE at < ${time}::timestamptz - ${CROSSING} ORDER BY at DESC LIMIT 1), 0)`;

/** SQL of an id that every entry of before that time is below. */
const firstAfter = (time: string) => `coalesce((
  SELECT id FROM audit_log WHERE at >= ${time}::timestamptz + ${CROSSING} ORDER BY at LIMIT 1
), 9223372036854775807)`;

function idOf(cursor: string): string {
  if (!/^\d{1,18}$/.test(cursor)) throw new InvalidCursorError();
  return cursor;
}
