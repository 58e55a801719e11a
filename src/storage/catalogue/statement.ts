import type { AuditAction } from '../../domain/audit';

export interface Statement {
  /** Shown in errors; a prepared statement's name on the server. */
  readonly name: string;
  readonly text: string;
}

/** A change and the record of it in one statement: neither is ever there without the other. */
export interface AuditedStatement extends Statement {
  readonly audits: AuditAction;
}

export interface AuditedChange {
  readonly name: string;
  readonly action: AuditAction;
  /** @default 'a video' */
  readonly of?: 'a video' | 'no video';
  /** INSERT, UPDATE or DELETE that returns `id`, of the video where it is of one, and what the others here name. */
  readonly change: string;
  /** SQL of what the record shows as it was. @default null: there was nothing */
  readonly before?: string;
  /** SQL of what the record shows as it is. @default null: there is nothing any more */
  readonly after?: string;
  /** Columns of the change that are returned. @default its id */
  readonly returns?: string;
}

/** $1 is the actor; values of the change begin at $2. */
export function audited(of: AuditedChange): AuditedStatement {
  const { name, action, change, before = 'NULL', after = 'NULL', returns = 'id' } = of;
  const video = of.of === 'no video' ? 'NULL::uuid' : 'changed.id';
  return {
    name,
    audits: action,
    text: `
      WITH changed AS (${change}),
      recorded AS (
        INSERT INTO audit_log (actor, action, video_id, before, after)
        SELECT $1, '${action}', ${video}, ${before}, ${after} FROM changed)
      SELECT ${returns} FROM changed`,
  };
}

/** Values of a statement that is put together from parts. */
export class Values {
  readonly list: unknown[] = [];

  /** Returns the placeholder. */
  add(value: unknown): string {
    return `$${this.list.push(value)}`;
  }
}

/** Locks a video's row by a statement of its own, so that the next one sees what others committed. */
export const LOCK_VIDEO: Statement = {
  name: 'lock-row',
  text: 'SELECT revision FROM videos WHERE id = $1 FOR UPDATE',
};

/** Why a change found no row to make it on: there is none, or one in another state. */
export const STATUS_OF_VIDEO: Statement = {
  name: 'status-of',
  text: 'SELECT status FROM videos WHERE id = $1',
};
