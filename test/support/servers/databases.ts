import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { migrate } from '../../../src/storage/catalogue/migrate';
import { execute } from '../../../tools/postgres-client';

/** A PostgreSQL that this run tests on; {@link prepareServers} says which there are. */
export interface DatabaseServer {
  readonly name: string;
  /** Of a database from which others can be made. */
  readonly url: string;
}

/** Names for the tests what the global set-up started. */
const SERVERS = 'STREAMTECH_TEST_SERVERS';
const TEMPLATE = 'streamtech_test_template';

/** Makes a migrated database on each, of which every test file gets a copy. */
export async function prepareServers(servers: readonly DatabaseServer[]): Promise<void> {
  for (const { url } of servers) {
    await execute(url, `DROP DATABASE IF EXISTS ${TEMPLATE}`, `CREATE DATABASE ${TEMPLATE}`);
    await migrate({ connectionString: urlOf(url, TEMPLATE) });
  }
  Object.assign(process.env, withServers(servers));
}

/** The variables by which tests know their servers. */
export function withServers(servers: readonly DatabaseServer[]): NodeJS.ProcessEnv {
  return { [SERVERS]: JSON.stringify(servers) };
}

/** Embedded, and the one that `TEST_DATABASE_URL` names, if any. */
export function databaseServers(): readonly [DatabaseServer, ...DatabaseServer[]] {
  return JSON.parse(process.env[SERVERS] ?? '[]') as [DatabaseServer, ...DatabaseServer[]];
}

export interface TestDatabase {
  readonly url: string;
  readonly client: pg.Client;
  drop(): Promise<void>;
}

/** A database of its own; `migrated` has the catalogue's schema. */
export async function createDatabase(
  server: DatabaseServer,
  content: 'migrated' | 'empty' = 'migrated',
): Promise<TestDatabase> {
  const name = `test_${randomBytes(8).toString('hex')}`;
  await execute(
    server.url,
    `CREATE DATABASE ${name} TEMPLATE ${content === 'migrated' ? TEMPLATE : 'template0'}`,
  );
  const url = urlOf(server.url, name);
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return {
    url,
    client,
    drop: async () => {
      await client.end();
      await execute(server.url, `DROP DATABASE ${name} WITH (FORCE)`);
    },
  };
}

function urlOf(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.href;
}
