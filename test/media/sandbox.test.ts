import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { getPriority, tmpdir } from 'node:os';
import * as path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { until } from '../support/until';
import { runInSandbox, type SandboxJob, type SandboxLimits } from '../../src/media/sandbox';
import type { Outcome } from '../../src/media/sandbox-outcome';

const MIB = 1024 * 1024;
const limits: SandboxLimits = { wallMs: 10_000, memoryBytes: 512 * MIB, outputBytes: MIB };

function aJob(script: string, job: Partial<SandboxJob> = {}): SandboxJob {
  return { command: '/bin/sh', args: ['-c', `PATH=/bin:/usr/bin; ${script}`], limits, ...job };
}

const run = (script: string, job?: Partial<SandboxJob>): Promise<Outcome> =>
  runInSandbox(aJob(script, job));

/** Prints the priority of the session, where there is one. */
const autogroup = "sed 's/.* //' /proc/self/autogroup 2>&-";

/** Takes `mebibytes` of memory, then stays. */
const greedy = (mebibytes: number): string =>
  `exec perl -e '$x = "x" x (${mebibytes} << 20); sleep 30'`;

/** As when the machine is frozen: no timer fires, no output is read. */
const standStill = (ms: number): void => {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
};

let scratch: string;
beforeAll(async () => {
  scratch = await mkdtemp(path.join(tmpdir(), 'sandbox-'));
});
afterAll(() => rm(scratch, { recursive: true }));

describe.each(['kernel', 'polling'] as const)('memory enforced by %s', (memoryEnforcement) => {
  it('a program that ends by itself gives its code and its words', async () => {
    const outcome = await run('echo out; echo err >&2; exit 3', { memoryEnforcement });
    expect(outcome).toEqual({ kind: 'exited', exitCode: 3, stdout: 'out\n', stderr: 'err\n' });
  });

  it('a program of low priority gives way, and so does what it starts', async () => {
    const shown = `sleep 0.1; nice; ${autogroup}`;
    const bySessions = existsSync('/proc/self/autogroup');
    for (const [job, own, ofSession] of [
      [{}, getPriority(), 0],
      [{ priority: 'low' }, 10, 10],
    ] as const) {
      const outcome = await run(shown, { memoryEnforcement, ...job });
      const stdout = bySessions ? `${own}\n${ofSession}\n` : `${own}\n`;
      expect(outcome).toMatchObject({ stdout });
    }
  });

  it('a program that takes too long is stopped', async () => {
    const outcome = await run('sleep 30', {
      memoryEnforcement,
      limits: { ...limits, wallMs: 100 },
    });
    expect(outcome.kind).toBe('timed_out');
  });

  it('a program that waited for us while we stood still is not blamed', async () => {
    const answer = path.join(scratch, `answer-${memoryEnforcement}`);
    const running = run(`until [ -e ${answer} ]; do sleep 0.01; done; echo done`, {
      memoryEnforcement,
      limits: { ...limits, wallMs: 200 },
    });
    await setImmediate();
    standStill(1500);
    await writeFile(answer, '');
    expect(await running).toMatchObject({ kind: 'exited', stdout: 'done\n' });
  });

  it('a program that takes too long is stopped after a standstill, too', async () => {
    const running = run('sleep 30', { memoryEnforcement, limits: { ...limits, wallMs: 200 } });
    await setImmediate();
    standStill(1500);
    expect((await running).kind).toBe('timed_out');
  });

  it('a program that takes too much memory is stopped', async () => {
    const outcome = await run(greedy(96), {
      memoryEnforcement,
      limits: { ...limits, memoryBytes: 48 * MIB },
    });
    expect(outcome.kind).toBe('out_of_memory');
  });
});

it('a program that writes too much is stopped', async () => {
  expect((await run('exec cat /dev/zero')).kind).toBe('output_too_large');
});

it('output that somebody takes has no limit and is not kept', async () => {
  let bytes = 0;
  const outcome = await run(`head -c ${3 * MIB} /dev/zero`, {
    onStdout: (chunk) => {
      bytes += chunk.length;
    },
  });
  expect(outcome).toMatchObject({ kind: 'exited', stdout: '' });
  expect(bytes).toBe(3 * MIB);
});

it('output beside the standard one is taken as it comes, from descriptor 3 on', async () => {
  const taken: [string, string] = ['', ''];
  const onPipes = ([0, 1] as const).map((i) => (chunk: Buffer) => {
    taken[i] += chunk.toString();
  });
  await run('echo three >&3; echo four >&4; echo three again >&3', { onPipes });
  expect(taken).toEqual(['three\nthree again\n', 'four\n']);
});

it('complaints are seen as they come, and what their taker gives back is kept', async () => {
  let seen = '';
  const outcome = await run('echo oh >&2', {
    onStderr: (chunk) => {
      seen += chunk.toString();
      return Buffer.from('ah');
    },
  });
  expect([seen, outcome.stderr]).toEqual(['oh\n', 'ah']);
});

it('what a taker of output throws stops the program and is thrown', async () => {
  const onStdout = (): void => {
    throw new Error('not what was expected');
  };
  await expect(run('echo out; sleep 30', { onStdout })).rejects.toThrow('not what was expected');
});

it('of endless complaints the first and the last are kept', async () => {
  const outcome = await run('echo first >&2; head -c 1000000 /dev/zero >&2; echo last >&2');
  expect(outcome.stderr).toMatch(/^first/);
  expect(outcome.stderr).toMatch(/last\n$/);
  expect(outcome.stderr.length).toBeLessThanOrEqual(64 * 1024);
});

it('a crash is told from a kill', async () => {
  expect(await run('kill -ABRT $$')).toMatchObject({ kind: 'crashed', signalName: 'SIGABRT' });
  expect(await run('kill -KILL $$')).toMatchObject({ kind: 'killed', signalName: 'SIGKILL' });
});

it('processor time is limited too, for when nobody is left to watch the clock', async () => {
  const outcome = await run('ulimit -S -t 1; while :; do :; done', {
    memoryEnforcement: 'polling',
  });
  expect(outcome.kind).toBe('timed_out');
});

it('the environment is empty, the working directory is the root, there is no input', async () => {
  const outcome = await runInSandbox(aJob('', { args: ['-c', 'pwd; cat; /usr/bin/env'] }));
  const lines = outcome.kind === 'exited' ? outcome.stdout.trim().split('\n') : [];
  expect(lines[0]).toBe('/');
  const names = lines.slice(1).map((line) => line.split('=')[0]);
  // what a shell sets by itself
  expect(names.filter((name) => !['PWD', 'OLDPWD', 'SHLVL', '_'].includes(name ?? ''))).toEqual([]);
});

it('an abort stops the program and is thrown', async () => {
  const controller = new AbortController();
  const running = run('sleep 30', { signal: controller.signal });
  controller.abort(new Error('not needed any more'));
  await expect(running).rejects.toThrow('not needed any more');
});

it('an abort before the start starts nothing', async () => {
  await expect(run('echo', { signal: AbortSignal.abort(new Error('too late')) })).rejects.toThrow(
    'too late',
  );
});

it('a program that cannot be started is said to be so', async () => {
  const job = aJob('', { command: '/nowhere/program', memoryEnforcement: 'polling' });
  await expect(runInSandbox(job)).rejects.toThrow('ENOENT');
});

it.each([
  ['by itself', limits.wallMs],
  ['at the time limit', 300],
])('when a program ends %s, so does what it started', async (how, wallMs) => {
  const file = path.join(scratch, `pid-${wallMs}`);
  const last = how === 'by itself' ? 'exit 0' : 'sleep 30';
  await run(`sleep 30 & echo $! > '${file}'; ${last}`, { limits: { ...limits, wallMs } });
  const processId = Number(await readFile(file, 'utf8'));
  expect(processId).toBeGreaterThan(0);
  await until(() => isGone(processId));
});

/** The system takes a moment to bury a killed process that nobody waits for. */
async function isGone(processId: number): Promise<boolean> {
  try {
    process.kill(processId, 0);
  } catch {
    return true;
  }
  const state = await readFile(`/proc/${processId}/stat`, 'utf8').catch(() => '');
  return state.includes(') Z ');
}
