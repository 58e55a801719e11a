import pg from 'pg';
import type { Actor } from '../../domain/actor';
import type { Logger } from '../../runtime/logger';
import { CatalogueQueryError, CatalogueUnavailableError } from '../errors';
import { clientConfig, type CatalogueConnection } from './connection';
import type { AuditedStatement, Statement } from './statement';

export interface DatabaseOptions extends CatalogueConnection {
  /** @default 10 */
  readonly maxConnections?: number;
  /** Told when an idle connection breaks. @default nobody is */
  readonly logger?: Pick<Logger, 'warn'>;
}

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
  override connect(): Promise<pg.Client>;
  override connect(callback: Connected): void;
  override connect(callback?: Connected): Promise<pg.Client> | undefined {
    if (!callback) return super.connect();
    super.connect((error: Error | null) => {
      if (error) void this.end();
      (callback as (error: Error | null, client: pg.Client) => void)(error, this);
    });
    return undefined;
  }
}

type Connected = ((error: Error) => void) | ((error: null, client: pg.ClientBase) => void);

/** Takes statements: the pool, or one transaction of it. Errors leave it translated. */
export class Session {
  constructor(protected readonly client: Pick<pg.Pool, 'query'>) {}

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
   * For changes: with what is changed the statement writes down who does it. The actor is its $1,
   * `values` begin at $2.
   * @throws CatalogueUnavailableError, CatalogueQueryError
   */
  audited<Row extends object>(
    statement: AuditedStatement,
    actor: Actor,
    values: readonly unknown[],
  ): Promise<Row[]> {
    return this.prepared(statement, [actor, ...values]);
  }

  /**
   * For statements put together for one request, which the server plans with the values in view.
   * @throws CatalogueUnavailableError, CatalogueQueryError
   */
  planned<Row extends object>(statement: Statement, values: readonly unknown[]): Promise<Row[]> {
    return this.run(statement, { text: statement.text, values: values.map(storable) });
  }

  protected async run<Row extends object>(
    { name }: Pick<Statement, 'name'>,
    query: pg.QueryConfig,
  ): Promise<Row[]> {
    return translated(name, async () => (await this.client.query<Row>(query)).rows);
  }
}

/** A pool of connections. */
export class Database extends Session {
  private readonly pool: pg.Pool;

  constructor(options: DatabaseOptions) {
    // eslint-disable-next-line no-restricted-syntax -- its limits are those of clientConfig
    const pool = new pg.Pool({
      ...clientConfig(options),
      Client: TidyClient,
      options: PLANNER,
      max: options.maxConnections ?? 10,
      idleTimeoutMillis: IDLE_CONNECTION_MS,
      maxLifetimeSeconds: MAX_CONNECTION_AGE_SECONDS,
    });
    // without a listener a broken idle connection would end the process; the pool replaces it
    pool.on('error', (error) => options.logger?.warn({ err: error }, 'idle connection lost'));
    super(pool);
    this.pool = pool;
  }

  /** All that `work` does in the session that it is given, or nothing of it. */
  async transaction<T>(work: (session: Session) => Promise<T>): Promise<T> {
    const client = await translated('connect', () => this.pool.connect());
    let broken = true;
    try {
      const session = new Session(client);
      await session.prepared(BEGIN);
      try {
        const result = await work(session);
        await session.prepared(COMMIT);
        broken = false;
        return result;
      } catch (error) {
        await session.prepared(ROLLBACK);
        broken = false;
        throw error;
      }
    } finally {
      client.release(broken);
    }
  }

  async close(): Promise<void> {
    await this.pool.end();
  }
}

const BEGIN = { name: 'begin', text: 'BEGIN' };
const COMMIT = { name: 'commit', text: 'COMMIT' };
const ROLLBACK = { name: 'rollback', text: 'ROLLBACK' };

async function translated<T>(name: string, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    throw isPassing(error)
      ? new CatalogueUnavailableError(error)
      : new CatalogueQueryError(name, error);
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

/** Why the database refused a statement; undefined = that is not what the error is about. */
export function sqlStateOf(error: unknown): string | undefined {
  const cause = error instanceof CatalogueQueryError ? error.cause : undefined;
  return cause instanceof pg.DatabaseError ? cause.code : undefined;
}

/** PostgreSQL's text cannot hold U+0000; nothing that is stored or searched needs it. */
function storable(value: unknown): unknown {
  if (typeof value === 'string') return value.replaceAll('\0', '\ufffd');
  return Array.isArray(value) ? value.map(storable) : value;
}
