import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { REGION } from '../../lib/config/names';
import { freePort } from '../free-port';
import { ofNewestCommit } from './checkout';
import { launcher } from './moto';
import { Program } from './programs';

/** Python on a busy machine; an image may have to be fetched. */
const START_TIMEOUT_MS = 120_000;
const STOP_MS = 2_000;
/** Then it is asked again. */
const ANSWER_MS = 5_000;

export interface Emulator {
  /** By an address, not a name: before that, AWS's programs would put the names of buckets. */
  readonly url: string;
  /** What it has seen; see {@link readRecord}. */
  readonly record: string;
  /** How it was found, for the report. */
  readonly found: string;
  /** What the source of every run says of its commit from now on. @default - the newest commit's */
  commitMessage(message: string): void;
  stop(): Promise<void>;
}

/** Starts it on a free port; `apiUrl` is where the rehearsal answers for API Gateway. */
export async function startEmulator(directory: string, apiUrl: string): Promise<Emulator> {
  const port = await freePort();
  const record = path.join(directory, 'record.jsonl');
  writeFileSync(record, '');
  const message = path.join(directory, 'commit-message.txt');
  const commitMessage = (text: string) => {
    writeFileSync(message, text);
  };
  commitMessage(ofNewestCommit('%B'));
  const variables = {
    ...emulatorEnvironment(port, record, apiUrl),
    REHEARSAL_COMMIT_MESSAGE: message,
  };
  const { found, command, args } = launcher({
    directory,
    port,
    variables: Object.keys(variables),
    searchPath: process.env['PATH'] ?? '',
  });
  const program = new Program(command, args, {
    log: path.join(directory, 'emulator.log'),
    env: { ...process.env, ...variables },
  });
  const url = `http://127.0.0.1:${port}`;
  await Promise.race([answers(`${url}/moto-api/`), program.failed]);
  const stop = () => program.stop(STOP_MS);
  return { url, record, found, commitMessage, stop };
}

function emulatorEnvironment(port: number, record: string, apiUrl: string): NodeJS.ProcessEnv {
  return {
    REHEARSAL_RECORD: record,
    REHEARSAL_API_URL: apiUrl,
    AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
    AWS_DEFAULT_REGION: REGION,
    AWS_ACCESS_KEY_ID: 'operator',
    AWS_SECRET_ACCESS_KEY: 'operator',
    S3_IGNORE_SUBDOMAIN_BUCKETNAME: 'true', // or it takes 127 for a bucket
    MOTO_DISABLE_GLOBAL_CORS: 'true', // or every page may do everything
    MOTO_IAM_LOAD_MANAGED_POLICIES: 'true', // the bootstrap names one of AWS's own
  };
}

async function answers(url: string): Promise<void> {
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (
    !(await fetch(url, { signal: AbortSignal.timeout(ANSWER_MS) }).then(
      ({ ok }) => ok,
      () => false,
    ))
  ) {
    if (Date.now() > deadline) throw new Error(`the emulator does not answer at ${url}`);
    await sleep(100);
  }
}
