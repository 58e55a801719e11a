import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import type { BenchRow, Latency } from './bench-row';

/** Ours, and the least that could give the same answer. */
export interface Scenario {
  readonly what: string;
  readonly target: string;
  /** Requests under way at a time. */
  readonly connections: number;
  readonly ours: Measure;
  readonly limit: Measure;
}

type Measure = (connections: number) => Promise<Load>;

export interface Served {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly close: () => Promise<void>;
}

/** Answers a second, and how long they took. */
export interface Load extends Latency {
  readonly rate: number;
}

const SECONDS_A_ROUND = 1;

/** Rounds alternate between the two, so that what else the machine does hits both alike. */
const ROUNDS = 11;

/** `command` is what repeats the measurement. */
export async function compareAll(
  scenarios: readonly Scenario[],
  command: string,
): Promise<BenchRow[]> {
  const rows: BenchRow[] = [];
  for (const scenario of scenarios) rows.push({ ...(await compare(scenario)), command });
  return rows;
}

async function compare(scenario: Scenario): Promise<Omit<BenchRow, 'command'>> {
  const { what, target, connections, ours, limit } = scenario;
  const rounds: { ours: Load; limit: Load; ratio: number }[] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    const loads = { ours: await ours(connections), limit: await limit(connections) };
    if (round === 0) continue; // code was being compiled
    rounds.push({ ...loads, ratio: loads.ours.rate / loads.limit.rate });
  }
  const median = rounds.sort((a, b) => a.ratio - b.ratio)[(ROUNDS - 1) / 2];
  if (!median) throw new Error(`'ROUNDS' must be odd, got ${ROUNDS}`);
  return {
    what: `${what}, ${connections} connection${connections === 1 ? '' : 's'}`,
    ours: median.ours.rate,
    limit: median.limit.rate,
    unit: 'requests/s',
    ratio: median.ratio,
    target,
    latency: median,
  };
}

/** Requests from a process of its own, each of which must be answered with 2xx. */
export function overHttp({ url, headers }: Served): Measure {
  return (connections) => load({ url, headers, connections, duration: SECONDS_A_ROUND });
}

async function load(options: {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly connections: number;
  readonly duration: number;
}): Promise<Load> {
  const script = path.join(__dirname, 'http-load.ts');
  const { stdout } = await promisify(execFile)(process.execPath, [
    ...['--require', 'tsx/cjs', script],
    JSON.stringify(options),
  ]);
  const { refused, ...result } = JSON.parse(stdout) as Load & { readonly refused: number };
  if (refused > 0) throw new Error(`'${options.url}' did not answer 2xx to ${refused} requests`);
  return result;
}
