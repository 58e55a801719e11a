import pg from 'pg';
import type { Logger } from '../../runtime/logger';
import { CatalogueQueryError, CatalogueUnavailableError } from '../errors';
import { clientConfig, type CatalogueConnection } from './connection';

export interface DatabaseOptions extends CatalogueConnection {
  /** @default 10 */
  readonly maxConnections?: number;
  /** Told when an idle connection breaks. @default nobody is */
  readonly logger?: Pick<Logger, 'warn'>;
}

export interface Statement {
  /** Shown in errors; a prepared statement's name on the server. */
  readonly name: string;
  readonly text: string;
}

/** Every statement here is done in milliseconds; whatever takes this long is stuck. */
const STATEMENT_TIMEOUT_MS = 10_000;
/** For a server that is gone without a word; later than the server's own limit, whose error says more. */
const ANSWER_TIMEOUT_MS = STATEMENT_TIMEOUT_MS + 2_000;
/** After a failover or a rotated password no connection is older than this. */
const MAX_CONNECTION_AGE_SECONDS = 15 * 60;
const IDLE_CONNECTION_MS = 60_000;

/**
 * Two of the planner's guesses are wrong here, as measured at a million videos: compiling a plan takes
 * longer than any of these statements runs, and reading a whole table takes not the second that it
 * reckons with but twenty, because the grams are stored beside it.
 */
const PLANNER = '-c jit=off -c enable_seqscan=off';

/**
 * When the password cannot be had, pg leaves the connection open until the server gives up, a minute
 * later. Each try would hold a place that others need, and keep a process that stops from its end.
 */
class TidyClient extends pg.Client {
  override connect(): Promise<void>;
  override connect(callback: (error: Error) => void): void;
  override connect(callback?: (error: Error) => void): Promise<void> | undefined {
    if (!callback) return super.connect();
    super.connect((error: Error | null) => {
      if (error) void this.end();
      callback(error as Error);
    });
    return undefined;
  }
}

/** A pool of connections; errors leave it translated. */
export class Database {
  private readonly pool: pg.Pool;

  constructor(options: DatabaseOptions) {
    this.pool = new pg.Pool({
      ...clientConfig(options),
      Client: TidyClient,
      options: PLANNER,
      max: options.maxConnections ?? 10,
      idleTimeoutMillis: IDLE_CONNECTION_MS,
      maxLifetimeSeconds: MAX_CONNECTION_AGE_SECONDS,
      statement_timeout: STATEMENT_TIMEOUT_MS,
      query_timeout: ANSWER_TIMEOUT_MS,
    });
    // without a listener a broken idle connection would end the process; the pool replaces it
    this.pool.on('error', (error) => options.logger?.warn({ err: error }, 'idle connection lost'));
  }

  /**
   * For statements whose text never changes: parsed and planned once a connection.
   * @throws CatalogueUnavailableError, CatalogueQueryError
   */
  prepared<Row extends object>(
    statement: Statement,
    values: readonly unknown[] = [],
  ): Promise<Row[]> {
    return this.run(statement, { ...statement, values: values.map(storable) });
  }

  /**
   * For statements put together for one request, which the server plans with the values in view.
   * @throws CatalogueUnavailableError, CatalogueQueryError
   */
  planned<Row extends object>(statement: Statement, values: readonly unknown[]): Promise<Row[]> {
    return this.run(statement, { text: statement.text, values: values.map(storable) });
  }

  async close(): Promise<void> {
    await this.pool.end();
  }

  private async run<Row extends object>(
    { name }: Statement,
    query: pg.QueryConfig,
  ): Promise<Row[]> {
    try {
      return (await this.pool.query<Row>(query)).rows;
    } catch (error) {
      throw isPassing(error)
        ? new CatalogueUnavailableError(error)
        : new CatalogueQueryError(name, error);
    }
  }
}

/**
 * SQLSTATEs that another try may not meet: connection lost (08), not authenticated (28, a password
 * just rotated), read-only after a failover (25006), rolled back (40), no connections left (53),
 * lock not free in time (55P03), cancelled or shut down (57).
 */
const PASSING = /^(08|28|25006|40|53|55P03|57)/;

/** What is no answer of the server is a failure to reach it, but for mistakes of the caller. */
function isPassing(error: unknown): boolean {
  if (error instanceof pg.DatabaseError) return PASSING.test(error.code ?? '');
  return !(error instanceof TypeError);
}

/** PostgreSQL's text cannot hold U+0000; nothing that is stored or searched needs it. */
function storable(value: unknown): unknown {
  if (typeof value === 'string') return value.replaceAll('\0', '\ufffd');
  return Array.isArray(value) ? value.map(storable) : value;
}
