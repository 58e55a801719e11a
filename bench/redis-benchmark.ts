import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Load } from './measure-http';

const REQUESTS = 20_000;

/** Redis's own client, in C: GETs of one key, over so many connections. */
export async function redisBenchmark(
  port: number,
  key: string,
  connections: number,
): Promise<Load> {
  const { stdout } = await promisify(execFile)('redis-benchmark', [
    ...['-p', String(port), '-c', String(connections), '-n', String(REQUESTS)],
    ...['--precision', '3', '--csv', 'GET', key],
  ]);
  const [names = [], values = []] = stdout
    .trim()
    .split('\n')
    .map((line) => line.split(',').map((cell) => cell.replaceAll('"', '')));
  const value = (name: string) => Number(values[names.indexOf(name)]);
  return { rate: value('rps'), p50: value('p50_latency_ms'), p99: value('p99_latency_ms') };
}
