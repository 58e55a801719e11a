import type { ConnectionOptions as TlsOptions } from 'node:tls';
import type pg from 'pg';

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

export function clientConfig(connection: CatalogueConnection): pg.ClientConfig {
  return {
    ...target(connection),
    ...(connection.ssl && { ssl: connection.ssl }),
    application_name: 'streamtech-catalogue',
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_DELAY_MS,
  };
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
