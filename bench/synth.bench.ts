import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { BenchRow } from './bench-row';

/*
 * Synthesis of every stack of every environment, bundled functions included, against the app of one
 * bucket: what is ours beside what the CDK and the loader of TypeScript cost anyway. Validation is
 * off, as in an inner loop; `npm run synth` has it on.
 */

const COMMAND = 'npm run bench -- synth';
const ROUNDS = 3;
const CDK = path.join(__dirname, '../node_modules/.bin/cdk');
const ONE_BUCKET = ['--app', `node -r tsx/cjs ${path.join(__dirname, 'one-bucket.app.ts')}`];

/** Seconds; cold: nothing compiled yet, no output directory; warm: the same once more. */
interface Times {
  readonly cold: number;
  readonly warm: number;
}

export function run(): Promise<BenchRow[]> {
  const rounds = Array.from({ length: ROUNDS }, () => ({
    limit: synthesized(ONE_BUCKET),
    ours: synthesized([]),
  }));
  return Promise.resolve(
    (['cold', 'warm'] as const).map((kind) => {
      const ours = median(rounds.map((round) => round.ours[kind]));
      const limit = median(rounds.map((round) => round.limit[kind]));
      return {
        what: `synthesize every environment, ${kind}, against an app of one bucket`,
        ours,
        limit,
        unit: 's',
        ratio: ours / limit,
        target: '<= 4',
        command: COMMAND,
      };
    }),
  );
}

function synthesized(options: readonly string[]): Times {
  const directory = mkdtempSync(path.join(tmpdir(), 'synth-bench-'));
  try {
    const temporary = path.join(directory, 'tmp'); // where tsx keeps what it compiled
    mkdirSync(temporary);
    const synth = () => {
      const startedAt = performance.now();
      const { status, stderr } = spawnSync(
        CDK,
        ['synth', '--quiet', '**', '--output', path.join(directory, 'cdk.out'), ...options],
        {
          encoding: 'utf8',
          env: { ...process.env, CDK_VALIDATION: 'false', TMPDIR: temporary },
        },
      );
      if (status !== 0) throw new Error(`cdk synth ended with ${status}: ${stderr}`);
      return (performance.now() - startedAt) / 1000;
    };
    return { cold: synth(), warm: synth() };
  } finally {
    rmSync(directory, { recursive: true });
  }
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}
