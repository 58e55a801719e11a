import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { freePort } from '../free-port';
import { ROOT } from '../platform/settings';
import { ApiFront } from './api-front';
import { type Certificate, makeCertificate } from './certificate';
import { SECRETS_VARIABLE } from './configuration';
import { type Emulator, startEmulator } from './emulator';
import { type WorkerFiles, workerFiles } from './image';
import { operatorEnvironment } from './operator';
import { makeServiceLinkedRoles } from './preflight';
import { RunningEnvironment } from './running-environment';
import { rehearsedSecrets } from './secrets';
import { Toolkit } from './toolkit';

/** The ground that a rehearsal stands on: an emulator, bootstrapped, with the secrets in place. */
export class Rehearsal {
  private readonly running = new Map<string, RunningEnvironment>();

  private constructor(
    /** Takes all that is made and logged. */
    readonly directory: string,
    readonly emulator: Emulator,
    readonly certificate: Certificate,
    readonly front: ApiFront,
    readonly files: WorkerFiles,
    readonly toolkit: Toolkit,
    /** Of the operator. */
    readonly env: NodeJS.ProcessEnv,
  ) {}

  /** Points this process, and all that it starts, at an emulator of its own. */
  static async begin(directory = path.join(ROOT, '.build', 'rehearsal')): Promise<Rehearsal> {
    rmSync(directory, { recursive: true, force: true });
    mkdirSync(directory, { recursive: true });
    const certificate = await makeCertificate(directory);
    const files = await workerFiles(directory, certificate);
    const front = await ApiFront.listen(await freePort(), certificate);
    const emulator = await startEmulator(directory, front.url).catch(async (error: unknown) => {
      await front.close();
      throw error;
    });
    const env = operatorEnvironment(emulator, directory);
    const theirs = Object.keys(process.env).filter((name) => name.startsWith('AWS_'));
    for (const name of theirs) Reflect.deleteProperty(process.env, name);
    Object.assign(process.env, env);
    const toolkit = new Toolkit({ env, directory });
    return new Rehearsal(directory, emulator, certificate, front, files, toolkit, env);
  }

  /** Makes the account ready, as a person does before the first deploy. */
  async prepare(suffixes: readonly string[]): Promise<void> {
    await this.toolkit.bootstrap();
    await makeServiceLinkedRoles();
    this.env[SECRETS_VARIABLE] = JSON.stringify(await rehearsedSecrets(suffixes));
  }

  /** Starts the processes of an environment from what is deployed now; those before it end. */
  async start(environmentSuffix: string, assembly: string): Promise<RunningEnvironment> {
    await this.stop(environmentSuffix);
    const environment = await RunningEnvironment.start({
      emulator: this.emulator,
      certificate: this.certificate,
      front: this.front,
      files: this.files,
      environmentSuffix,
      assembly,
      directory: path.join(this.directory, environmentSuffix),
    });
    this.running.set(environmentSuffix, environment);
    return environment;
  }

  /** @throws when it is not running */
  environment(environmentSuffix: string): RunningEnvironment {
    const found = this.running.get(environmentSuffix);
    if (found) return found;
    throw new Error(`'${environmentSuffix}' must be started first`);
  }

  async stop(environmentSuffix: string): Promise<void> {
    await this.running.get(environmentSuffix)?.stop();
    this.running.delete(environmentSuffix);
  }

  async end(): Promise<void> {
    for (const suffix of this.running.keys()) await this.stop(suffix);
    await this.front.close();
    await this.emulator.stop();
  }
}
