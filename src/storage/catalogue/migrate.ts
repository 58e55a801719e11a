import path from 'node:path';
import pg from 'pg';
import Postgrator from 'postgrator';
import { MigrationError } from '../errors';
import { openClient, type CatalogueConnection } from './connection';

export interface MigrateOptions {
  /** Called before each migration that is still to be applied. @default nobody is told */
  readonly onProgress?: (progress: MigrationProgress) => void;
  /** Folder of `<number>.do.<name>.sql`. @default the catalogue's own */
  readonly directory?: string;
  /** How long to wait for another one that migrates, or for a table in use. @default 60 seconds */
  readonly lockTimeoutMs?: number;
}

export interface MigrationProgress {
  /** 1-based; of those still to be applied. */
  readonly position: number;
  readonly total: number;
  readonly name: string;
}

/**
 * Brings the schema up to date; returns the names of what was applied. Of two at once one waits. Each
 * migration is a transaction; none is ever undone, and one that was applied must not be edited.
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
    await lock(client, options.lockTimeoutMs ?? LOCK_TIMEOUT_MS);
    const applied = await new Migrations(client, options).migrate();
    return applied.map(nameOf);
  } catch (error) {
    throw error instanceof MigrationError ? error : failed(error);
  } finally {
    // ends the session, and with it the lock
    await client.end();
  }
}

/** Of one statement. The deploy waits for 14 minutes, and then says less than this error does. */
const MIGRATION_TIMEOUT_MS = 10 * 60_000;
/** An index over a million rows is built in less. */
const LOCK_TIMEOUT_MS = 60_000;
const LOCK_NOT_AVAILABLE = '55P03';
/** Any number that no other software locks in this database. */
const MIGRATION_LOCK = 0x5354_0002;
const MIGRATIONS = path.join(__dirname, 'migrations');

async function lock(client: pg.Client, timeoutMs: number): Promise<void> {
  await client.query("SELECT set_config('lock_timeout', $1, false)", [`${timeoutMs}ms`]);
  try {
    await client.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
  } catch (error) {
    if (!(error instanceof pg.DatabaseError) || error.code !== LOCK_NOT_AVAILABLE) throw error;
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
      execQuery: (query) => client.query(query),
    });
  }

  override async runMigrations(
    migrations: Postgrator.Migration[] = [],
  ): Promise<Postgrator.Migration[]> {
    for (const [i, migration] of migrations.entries()) {
      const name = nameOf(migration);
      this.options.onProgress?.({ position: i + 1, total: migrations.length, name });
      try {
        await this.client.query('BEGIN');
        await super.runMigrations([migration]);
        await this.client.query('COMMIT');
      } catch (error) {
        throw failed(error, name);
      }
    }
    return migrations;
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
