import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, openSync } from 'node:fs';
import path from 'node:path';
import { HeadObjectCommand } from '@aws-sdk/client-s3';
import { RDS_CA_FILE } from '../../lib/constructs/store-environment';
import { createS3Client } from '../../src/storage/objects/s3-object-store';
import { productionNode } from '../production-node';
import { type Certificate, trust } from './certificate';
import { roleNameOf } from './deployment';
import { type Hosting, relocated, roleEnvironment } from './hosting';
import { ProgramError } from './programs';
import type { DeployedResource } from './record';

const HOST = path.join(__dirname, 'function-host.mjs');

/** What Lambda gives an instance between SIGTERM and SIGKILL. */
const SHUTDOWN_MS = 2_000;

interface Answer {
  readonly id: number;
  readonly result?: unknown;
  readonly error?: string;
}

/** What a function threw; Lambda tells its caller the message. */
class FunctionError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'FunctionError';
  }
}

/** One instance of a deployed function: its published code, its variables, in the name of its role. */
export class LambdaFunction {
  private calls = 0;
  private turn: Promise<unknown> = Promise.resolve();

  private constructor(
    private readonly child: ChildProcess,
    private readonly ended: Promise<never>,
  ) {}

  /** @throws ProgramError when it ends before it can be called */
  static async start(
    { name, properties }: DeployedResource,
    assembly: string,
    hosting: Hosting,
  ): Promise<LambdaFunction> {
    const root = path.join(hosting.directory, `function-${name ?? ''}`);
    const code = path.join(root, 'var/task');
    await unpack(properties['Code'] as Published, assembly, code, hosting.certificate);
    const { Variables: variables = {} } = (properties['Environment'] ?? {}) as {
      Variables?: Record<string, string>;
    };
    const role = roleNameOf(properties['Role']);
    const log = path.join(hosting.directory, `${name ?? 'function'}.log`);
    const out = openSync(log, 'a');
    const child = fork(HOST, [path.join(code, String(properties['Handler']))], {
      cwd: code,
      execPath: productionNode(),
      execArgv: [],
      stdio: ['ignore', out, out, 'ipc'],
      env: {
        ...roleEnvironment(hosting, 'lambda.amazonaws.com', role),
        ...relocated(variables, root, hosting.ports),
      },
    });
    const ended = once(child, 'exit').then(([exitCode]) => {
      throw new ProgramError(name ?? HOST, String(exitCode), log);
    });
    ended.catch(() => undefined); // said when it is called
    await Promise.race([once(child, 'message'), ended]);
    return new LambdaFunction(child, ended);
  }

  /** An instance serves one call at a time. @throws FunctionError with what the function threw */
  call(event: unknown): Promise<unknown> {
    const called = this.turn.then(() => Promise.race([this.serve(event), this.ended]));
    this.turn = called.catch(() => undefined);
    return called;
  }

  /** Resolves when no call is under way. */
  async idle(): Promise<void> {
    await this.turn;
  }

  /** As Lambda does: tells it, and does not wait for long. */
  async stop(): Promise<void> {
    this.child.kill('SIGTERM');
    const timer = setTimeout(() => this.child.kill('SIGKILL'), SHUTDOWN_MS);
    await this.ended.catch(() => undefined);
    clearTimeout(timer);
  }

  private async serve(event: unknown): Promise<unknown> {
    const id = (this.calls += 1);
    const answered = once(this.child, 'message');
    this.child.send({ id, event });
    const [{ result, error }] = (await answered) as [Answer];
    if (error !== undefined) throw new FunctionError(error);
    return result;
  }
}

interface Published {
  readonly S3Bucket: string;
  readonly S3Key: string;
}

/** The folder that the toolkit has zipped and published; @throws unless it was. */
async function unpack(
  { S3Bucket: bucket, S3Key: key }: Published,
  assembly: string,
  folder: string,
  certificate: Certificate,
): Promise<void> {
  const published = createS3Client();
  await published.send(new HeadObjectCommand({ Bucket: bucket, Key: key }));
  cpSync(path.join(assembly, `asset.${path.basename(key, '.zip')}`), folder, { recursive: true });
  const authorities = path.join(folder, RDS_CA_FILE);
  if (existsSync(authorities)) trust(authorities, certificate);
}
