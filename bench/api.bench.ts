import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import pino from 'pino';
import { ApiKeys, authenticateWith, createApiKey } from '../src/api/api-keys';
import { buildApp } from '../src/api/app';
import type { ApiDependencies } from '../src/api/dependencies';
import { exampleVideo } from '../src/api/openapi-examples';
import { listen } from '../src/api/server';
import { createLogger } from '../src/runtime/logger';
import { CacheFake } from '../test/support/fakes/cache-fake';
import { CatalogueFake } from '../test/support/fakes/catalogue-fake';
import { ObjectsFake } from '../test/support/fakes/objects-fake';
import type { BenchRow } from './bench-row';

/** Two servers that give the same answer: ours, and the least that could give it. */
export interface Scenario {
  readonly what: string;
  readonly target: string;
  readonly ours: () => Promise<Served>;
  readonly limit: () => Promise<Served>;
}

export interface Served {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly close: () => Promise<void>;
}

const CONNECTIONS = 64;
const SECONDS_A_ROUND = 4;

/** Rounds alternate between the two, so that what else the machine does hits both alike. */
const ROUNDS = 3;

/** Requests a second at 64 connections, from a process of its own. */
export async function run(): Promise<BenchRow[]> {
  return compareAll(inMemory(), 'npm run bench -- api');
}

/** `command` is what repeats the measurement. */
export async function compareAll(
  scenarios: readonly Scenario[],
  command: string,
): Promise<BenchRow[]> {
  const rows: BenchRow[] = [];
  for (const scenario of scenarios) rows.push({ ...(await compare(scenario)), command });
  return rows;
}

/** Our app over these stores, asked for one video. */
export async function servedApp(
  stores: Pick<ApiDependencies, 'catalogue' | 'cache'>,
  videoId: string,
): Promise<Served> {
  const { key, entry } = createApiKey('bench', ['read']);
  const app = buildApp({
    ...stores,
    objects: new ObjectsFake(),
    requestProcessing: () => Promise.resolve(),
    authenticate: authenticateWith(new ApiKeys({ keys: [entry] })),
    // written as in production, one line at a time
    logger: createLogger('info', pino.destination({ dest: '/dev/null', sync: true })),
  });
  const server = await listen(app, { port: 0, host: '127.0.0.1' });
  return {
    url: `${server.url}/v1/videos/${videoId}`,
    headers: { 'x-api-key': key },
    close: () => server.close(),
  };
}

/** A bare server that sends what `load` gives. */
export async function servedBare(load: () => Promise<string | null>): Promise<Served> {
  const server: Server = createServer((_request, response) => {
    void load().then((text) => {
      response.writeHead(200, { 'content-type': 'application/json' }).end(text);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    headers: {},
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

/** No store at all: what HTTP, routing, key check, validation and access log cost by themselves. */
function inMemory(): Scenario[] {
  const catalogue = new CatalogueFake();
  catalogue.put(exampleVideo);
  const text = JSON.stringify(exampleVideo);
  const limit = () => servedBare(() => Promise.resolve(text));
  return [
    {
      what: 'GET a video from memory',
      target: '>= 0.6 x bare node:http',
      ours: () => servedApp({ catalogue, cache: new CacheFake() }, exampleVideo.id),
      limit,
    },
  ];
}

async function compare({
  what,
  target,
  ours,
  limit,
}: Scenario): Promise<Omit<BenchRow, 'command'>> {
  const rates: { ours: number; limit: number }[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    rates.push({ ours: await rate(ours), limit: await rate(limit) });
  }
  const { ours: mine, limit: most } = rates.sort((a, b) => a.ours / a.limit - b.ours / b.limit)[
    Math.floor(ROUNDS / 2)
  ] as { ours: number; limit: number };
  return {
    what,
    ours: Math.round(mine),
    limit: Math.round(most),
    unit: 'requests/s',
    ratio: mine / most,
    target,
  };
}

/** Requests a second; every one of them must have been answered with 2xx. */
async function rate(start: () => Promise<Served>): Promise<number> {
  const { url, headers, close } = await start();
  try {
    await load(url, headers, 1); // until the code is compiled
    return await load(url, headers, SECONDS_A_ROUND);
  } finally {
    await close();
  }
}

async function load(
  url: string,
  headers: Readonly<Record<string, string>>,
  seconds: number,
): Promise<number> {
  const flags = Object.entries(headers).flatMap(([name, value]) => ['-H', `${name}=${value}`]);
  const child = spawn(
    process.execPath,
    [
      require.resolve('autocannon/autocannon.js'),
      ...['--json', '--connections', String(CONNECTIONS), '--duration', String(seconds)],
      ...flags,
      url,
    ],
    { stdio: ['ignore', 'pipe', 'ignore'] },
  );
  const result = (await json(child.stdout)) as {
    requests: { average: number };
    non2xx: number;
    errors: number;
  };
  if (result.non2xx + result.errors > 0) {
    throw new Error(
      `'${url}' must answer 2xx, got ${result.non2xx} others, ${result.errors} errors`,
    );
  }
  return result.requests.average;
}
