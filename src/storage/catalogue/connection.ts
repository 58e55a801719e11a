import type { ConnectionOptions as TlsOptions } from 'node:tls';
import pg from 'pg';

/** How to reach the database. */
export interface CatalogueConnection {
  /** `postgresql://user:password@host:port/database`; without the password where `password` is given. */
  readonly connectionString: string;
  /** @default what the connection string says */
  readonly ssl?: TlsOptions;
  /** Asked at every new connection, so that a rotated password is picked up without a restart. */
  readonly password?: () => Promise<string>;
}

/** Longer than a TLS handshake across zones takes, shorter than a client of the API waits. */
const CONNECT_TIMEOUT_MS = 5_000;
/** Well under the minutes after which load balancers and NAT forget an idle connection. */
const KEEP_ALIVE_DELAY_MS = 10_000;

/** Every statement of worker and API is done in milliseconds; whatever takes this long is stuck. */
const STATEMENT_TIMEOUT_MS = 10_000;
/** A transaction that nobody goes on with holds its locks: its process hangs, or its machine sleeps. */
const IDLE_TRANSACTION_MS = 30_000;
/** For a server that is gone without a word; later than the server's own limit, whose error says more. */
const GRACE_MS = 2_000;

/** Nothing waits for ever: for the connection, for a statement, for a server that is silent. */
export function clientConfig(
  connection: CatalogueConnection,
  statementMs = STATEMENT_TIMEOUT_MS,
): pg.ClientConfig {
  return {
    ...target(connection),
    ...(connection.ssl && { ssl: connection.ssl }),
    application_name: 'streamtech-catalogue',
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    statement_timeout: statementMs,
    query_timeout: statementMs + GRACE_MS,
    idle_in_transaction_session_timeout: IDLE_TRANSACTION_MS,
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_DELAY_MS,
  };
}

/** One connection, still to be made. */
export function openClient(connection: CatalogueConnection, statementMs?: number): pg.Client {
  // eslint-disable-next-line no-restricted-syntax -- the one place, beside the pool
  return new pg.Client(clientConfig(connection, statementMs));
}

/** pg lets the (empty) password of a connection string win over a provider, hence taken apart. */
function target({ connectionString, password }: CatalogueConnection): pg.ClientConfig {
  if (!password) return { connectionString };
  const url = new URL(connectionString);
  return {
    host: url.hostname,
    port: url.port === '' ? 5432 : Number(url.port),
    user: decodeURIComponent(url.username),
    database: decodeURIComponent(url.pathname.slice(1)),
    password,
  };
}
