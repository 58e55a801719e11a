import pg from 'pg';

const CONNECT_MS = 10_000;
/** Benchmarks index millions of rows. */
const STATEMENT_MS = 30 * 60_000;

/** A connection to a server of this machine, still to be made. */
export function openClient(url: string): pg.Client {
  // eslint-disable-next-line no-restricted-syntax -- the one place of tools
  return new pg.Client({
    connectionString: url,
    keepAlive: true,
    connectionTimeoutMillis: CONNECT_MS,
    query_timeout: STATEMENT_MS,
  });
}

/** A session that ends with the work. */
export async function withClient<T>(
  url: string,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = openClient(url);
  // who asks while the server goes down hears it from the query
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** One statement after the other; the rows of the last. */
export function execute(url: string, ...statements: readonly string[]) {
  return withClient(url, async (client) => {
    let rows: Record<string, unknown>[] = [];
    for (const statement of statements) {
      rows = (await client.query<Record<string, unknown>>(statement)).rows;
    }
    return rows;
  });
}
