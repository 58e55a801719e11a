import { createHash } from 'node:crypto';
import * as z from 'zod';
import { InvalidCursorError } from '../../domain/errors';
import type { VideoQuery } from './types';

/** The last row of a page; the next page begins after it. */
export interface Position {
  /** Sort key as PostgreSQL prints it. */
  readonly key: string;
  readonly id: string;
}

const cursorSchema = z.tuple([z.string(), z.uuid(), z.string()]);

/** Opaque to clients, and good for the same filters and order only; the limit may change. */
export function encodeCursor(position: Position, query: VideoQuery): string {
  const { key, id } = position;
  return Buffer.from(JSON.stringify([key, id, checkOf(position, query)])).toString('base64url');
}

/** @throws InvalidCursorError */
export function decodeCursor(cursor: string, query: VideoQuery): Position {
  const [key, id, check] = parse(cursor);
  if (check !== checkOf({ key, id }, query)) throw new InvalidCursorError();
  return { key, id };
}

function parse(cursor: string): z.infer<typeof cursorSchema> {
  try {
    return cursorSchema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()));
  } catch {
    throw new InvalidCursorError();
  }
}

/** Detects mistakes, not attackers: who computes it himself only reaches a page he may read anyway. */
function checkOf({ key, id }: Position, query: VideoQuery): string {
  // whatever a query may ask for, now or later; its place and its length may change
  const asked = Object.entries(query)
    .filter(([name, value]) => value !== undefined && name !== 'cursor' && name !== 'limit')
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256')
    .update(JSON.stringify([key, id, asked]))
    .digest('base64url')
    .slice(0, CHECK_LENGTH);
}

/** 96 bits. */
const CHECK_LENGTH = 16;
