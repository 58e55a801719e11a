import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { Redis } from 'ioredis';
import { readSecret } from '../../src/runtime/secrets';
import { startEmbeddedPostgres } from '../embedded-postgres';
import { freePort } from '../free-port';
import { execute } from '../postgres-client';
import type { Certificate } from './certificate';
import type { Deployment } from './deployment';
import { Program } from './programs';

/* The database and the cache of an environment, which the emulator only keeps records of: servers on
 * loopback, with the users, passwords, names and TLS that were deployed. */

/** A server on a busy machine; it is asked again and again meanwhile. */
const CACHE_START_MS = 60_000;

export interface LoopbackStores {
  readonly ports: { readonly database: number; readonly cache: number };
  /** Rows of a statement, in the name of a superuser. */
  query(text: string): Promise<readonly Readonly<Record<string, unknown>>[]>;
  /** Who has come to the database without TLS. */
  unencryptedUsers(): Promise<string[]>;
  stop(): Promise<void>;
}

export async function startStores(
  deployment: Deployment,
  certificate: Certificate,
  directory: string,
): Promise<LoopbackStores> {
  mkdirSync(directory, { recursive: true });
  const database = await startDatabase(deployment, certificate, directory);
  const cache = await startCache(deployment, certificate, directory);
  return {
    ports: { database: database.port, cache: cache.port },
    unencryptedUsers: database.unencryptedUsers,
    query: database.query,
    stop: async () => {
      await cache.stop();
      await database.stop();
    },
  };
}

/** As RDS sets one up: the master user is no superuser, and owns the database. */
async function startDatabase(deployment: Deployment, tls: Certificate, directory: string) {
  const { properties } = deployment.one('AWS::RDS::DBInstance');
  const password = await resolved(String(properties['MasterUserPassword']));
  const owner = pg.escapeLiteral(String(properties['MasterUsername']));
  const user = pg.escapeIdentifier(String(properties['MasterUsername']));
  const name = pg.escapeIdentifier(String(properties['DBName']));
  const server = await startEmbeddedPostgres({
    directory,
    user: 'rehearsal',
    settings: { ssl: 'on', ssl_cert_file: tls.certificate, ssl_key_file: tls.key, fsync: 'off' },
  });
  const known = await execute(server.url, `SELECT FROM pg_roles WHERE rolname = ${owner}`);
  if (known.length === 0) {
    await execute(
      server.url,
      `CREATE ROLE ${user} LOGIN CREATEROLE CREATEDB PASSWORD ${pg.escapeLiteral(password)}`,
      `CREATE DATABASE ${name} OWNER ${user}`,
    );
  }
  return {
    port: Number(new URL(server.url).port),
    stop: () => server.stop(),
    query: (text: string) => {
      const url = new URL(server.url);
      url.pathname = encodeURIComponent(String(properties['DBName']));
      return execute(url.href, text);
    },
    unencryptedUsers: async () => {
      const rows = await execute(
        server.url,
        "SELECT DISTINCT usename FROM pg_stat_activity JOIN pg_stat_ssl USING (pid) WHERE NOT ssl AND usename NOT LIKE 'rehearsal%'",
      );
      return rows.map(({ usename }) => String(usename));
    },
  };
}

async function startCache(deployment: Deployment, tls: Certificate, directory: string) {
  const { properties } = deployment.one('AWS::ElastiCache::ReplicationGroup');
  const { AuthToken: token, CacheParameterGroupName: group } = properties;
  const password = await resolved(String(token));
  const settings = deployment.named('AWS::ElastiCache::ParameterGroup', String(group)).properties;
  const port = await freePort();
  // by a file, since a command line can be read by everybody
  const file = path.join(directory, 'redis.conf');
  const lines = {
    bind: '127.0.0.1',
    port: '0',
    'tls-port': String(port),
    'tls-cert-file': tls.certificate,
    'tls-key-file': tls.key,
    'tls-ca-cert-file': tls.certificate,
    'tls-auth-clients': 'no',
    requirepass: password,
    save: '""',
    ...(settings['Properties'] as Record<string, string>),
  };
  writeFileSync(
    file,
    Object.entries(lines)
      .map((line) => `${line.join(' ')}\n`)
      .join(''),
  );
  chmodSync(file, 0o600);
  const server = new Program('redis-server', [file], { log: path.join(directory, 'redis.log') });
  // eslint-disable-next-line no-restricted-syntax -- asks until the server listens, within its commandTimeout
  const client = new Redis(`rediss://:${encodeURIComponent(password)}@localhost:${port}`, {
    tls: { rejectUnauthorized: false },
    maxRetriesPerRequest: null,
    commandTimeout: CACHE_START_MS,
  });
  client.on('error', () => undefined); // it is not there yet
  await Promise.race([client.ping(), server.failed]).finally(() => {
    client.disconnect();
  });
  return { port, stop: () => server.stop(2000) };
}

/** What CloudFormation puts in the place of a reference to a secret. */
async function resolved(text: string): Promise<string> {
  const [, arn, field] =
    /^\{\{resolve:secretsmanager:(arn:.+):SecretString:(\w+)::\}\}$/.exec(text) ?? [];
  if (arn === undefined || field === undefined) {
    throw new Error('a password must be a reference to a secret, got something else');
  }
  return (JSON.parse(await readSecret(arn)) as Record<string, string>)[field] ?? '';
}
