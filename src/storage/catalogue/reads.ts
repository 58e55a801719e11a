import type { VideoDocument } from './catalogue';
import type { Database, Session } from './database';
import { documentColumns, type DocumentRow, withDocument } from './document';

export async function find(db: Session, id: string): Promise<VideoDocument | null> {
  const [document] = await db.prepared<DocumentRow>(FIND, [id]);
  return document ?? null;
}

export function findMany(db: Database, ids: readonly string[]): Promise<VideoDocument[]> {
  return db.prepared<DocumentRow>(FIND_MANY, [ids]);
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
