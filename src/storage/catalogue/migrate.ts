import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import Postgrator from 'postgrator';
import { MigrationError } from '../errors';
import { openClient, type CatalogueConnection } from './connection';

export interface MigrateOptions {
  /** Called before each migration that is still to be applied. @default nobody is told */
  readonly onProgress?: (progress: MigrationProgress) => void;
  /** Folder of `<number>.do.<name>.sql`. @default the catalogue's own */
  readonly directory?: string;
  /** How long to wait for another one that migrates, and again for tables in use. @default 60 seconds */
  readonly waitMs?: number;
}

export interface MigrationProgress {
  /** 1-based; of those still to be applied. */
  readonly position: number;
  readonly total: number;
  readonly name: string;
}

/**
 * Brings the schema up to date; returns the names of what was applied. Of two at once one waits. Each
 * migration is a transaction, or, where its first line is {@link NO_TRANSACTION}, statements that PostgreSQL
 * takes in none, such as CREATE INDEX CONCURRENTLY, one by one; all of them again after one that broke off.
 * None is ever undone, and one that was applied must not be edited.
 * @throws MigrationError
 */
export async function migrate(
  connection: CatalogueConnection,
  options: MigrateOptions = {},
): Promise<string[]> {
  const client = openClient(connection, MIGRATION_TIMEOUT_MS);
  client.on('error', () => undefined); // the query under way fails with the same error
  try {
    await client.connect();
    await endWithClient(client);
    await lock(client, options.waitMs ?? WAIT_MS);
    await setLockTimeout(client, TABLE_LOCK_MS);
    const applied = await new Migrations(client, options).migrate();
    return applied.map(nameOf);
  } catch (error) {
    throw error instanceof MigrationError ? error : failed(error);
  } finally {
    // ends the session, and with it the lock
    await client.end();
  }
}

/** Of one statement. The deploy waits for 11 minutes, and then says less than this error does. */
const MIGRATION_TIMEOUT_MS = 10 * 60_000;
/** An index over a million rows is built in less. */
const WAIT_MS = 60_000;
/**
 * A change of a table waits for those who read it, and whoever comes to read meanwhile waits behind it: so it
 * lets them pass, and tries again.
 */
const TABLE_LOCK_MS = 2_000;
/** Well below what another migration waits for the lock. */
const CLIENT_CHECK_MS = 5_000;
/** Between two tries: longer than readers need to go by. */
const RETRY_MS = 1_000;
const NO_TRANSACTION = '-- in no transaction';
const LOCK_NOT_AVAILABLE = '55P03';
/** Any number that no other software locks in this database. */
const MIGRATION_LOCK = 0x5354_0002;
const MIGRATIONS = path.join(__dirname, 'migrations');

/**
 * A session whose process was stopped goes on with its statement, and keeps the lock, until the server looks
 * (PostgreSQL manual, "client_connection_check_interval"). A server on Windows cannot look, and refuses.
 */
async function endWithClient(client: pg.Client): Promise<void> {
  await client
    .query(`SET client_connection_check_interval = '${CLIENT_CHECK_MS}ms'`)
    .catch((error: unknown) => {
      if (!(error instanceof pg.DatabaseError)) throw error;
    });
}

async function setLockTimeout(client: pg.Client, ms: number): Promise<void> {
  await client.query("SELECT set_config('lock_timeout', $1, false)", [`${ms}ms`]);
}

function isLockTimeout(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.code === LOCK_NOT_AVAILABLE;
}

async function lock(client: pg.Client, timeoutMs: number): Promise<void> {
  await setLockTimeout(client, timeoutMs);
  try {
    await client.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
  } catch (error) {
    if (!isLockTimeout(error)) throw error;
    throw new MigrationError(
      `another migration did not end within ${timeoutMs} ms; wait for it or end its session, then migrate again`,
      { cause: error },
    );
  }
}

/** Postgrator, with each migration and the record of it in one transaction. */
class Migrations extends Postgrator {
  constructor(
    private readonly client: pg.Client,
    private readonly options: MigrateOptions,
  ) {
    super({
      driver: 'pg',
      // glob takes / on Windows too
      migrationPattern: path
        .join(options.directory ?? MIGRATIONS, '*.sql')
        .replaceAll(path.sep, '/'),
      schemaTable: 'schema_migrations',
      currentSchema: 'public',
      // the same checksum where git checks files out with CRLF
      newline: 'LF',
      execQuery: async (query) => {
        let result: { rows: unknown[] } = { rows: [] };
        for (const statement of statementsOf(query)) result = await client.query(statement);
        return result;
      },
    });
  }

  override async runMigrations(
    migrations: Postgrator.Migration[] = [],
  ): Promise<Postgrator.Migration[]> {
    for (const [i, migration] of migrations.entries()) {
      const name = nameOf(migration);
      this.options.onProgress?.({ position: i + 1, total: migrations.length, name });
      try {
        await this.runOne(migration);
      } catch (error) {
        throw failed(error, name);
      }
    }
    return migrations;
  }

  /** Until it has its tables, while there is time. */
  private async runOne(migration: Postgrator.Migration): Promise<void> {
    const until = Date.now() + (this.options.waitMs ?? WAIT_MS);
    const alone = (await readFile(migration.filename, 'utf8')).startsWith(NO_TRANSACTION);
    for (;;) {
      try {
        if (!alone) await this.client.query('BEGIN');
        await super.runMigrations([migration]);
        if (!alone) await this.client.query('COMMIT');
        return;
      } catch (error) {
        if (!alone) await this.client.query('ROLLBACK').catch(() => undefined);
        if (!isLockTimeout(error) || Date.now() > until) throw error;
        await delay(RETRY_MS);
      }
    }
  }

  override async validateMigrations(databaseVersion: number): Promise<undefined> {
    try {
      await super.validateMigrations(databaseVersion);
    } catch (error) {
      throw new MigrationError(
        `an applied migration was changed (${messageOf(error)}); restore the file and add a new one`,
        { cause: error },
      );
    }
  }
}

/** What is sent to the server together is a transaction to it. */
function statementsOf(query: string): string[] {
  return query.startsWith(NO_TRANSACTION) ? query.split(/(?<=;)\r?\n(?=.)/) : [query];
}

function nameOf(migration: Postgrator.Migration): string {
  return path.basename(migration.filename, '.sql');
}

function failed(error: unknown, name?: string): MigrationError {
  const what = name === undefined ? 'migrations' : `migration '${name}'`;
  return new MigrationError(`${what} failed: ${messageOf(error)}; fix it, then run it again`, {
    cause: error,
  });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
