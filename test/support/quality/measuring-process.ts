import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { QualityMeasurements } from '../../../src/domain/quality/measurements';

/** What the process says of a file. */
export type Answer = { readonly measurements: QualityMeasurements } | { readonly error: string };

/** One for all clips of a test file: to start it costs as much CPU as to measure a small clip. */
let measuring: ReturnType<typeof started> | undefined;
afterAll(() => measuring?.child.kill());

/**
 * Probes and measures one file in a process of its own: in Jest's sandbox `Math` and `Infinity` are
 * looked up each time, and loops over pictures take ten times as long as in the worker.
 */
export async function measurementsOf(file: string): Promise<QualityMeasurements> {
  measuring ??= started();
  const answered = once(measuring.child, 'message').then(([answer]) => answer as Answer);
  measuring.child.send(file);
  const answer = await Promise.race([answered, measuring.over]);
  if ('error' in answer) throw new Error(`'${file}' must be measured: ${answer.error}`);
  return answer.measurements;
}

function started(): { readonly child: ChildProcess; readonly over: Promise<Answer> } {
  const child = fork(join(__dirname, 'measure-file.ts'), { execArgv: ['--require', 'tsx/cjs'] });
  const over = once(child, 'exit').then(([code]) => ({
    error: `the process ended with ${String(code)}`,
  }));
  return { child, over };
}
