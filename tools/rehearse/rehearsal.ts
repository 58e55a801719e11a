import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { CreateServiceLinkedRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { serviceLinkedRoles } from '../../lib/config/service-linked-roles';
import { awsClient } from '../../src/runtime/aws-client';
import { freePort } from '../free-port';
import { ROOT } from '../platform/settings';
import { ApiFront } from './api-front';
import { type Certificate, makeCertificate } from './certificate';
import { type SecretArns, SECRETS_VARIABLE } from './configuration';
import { findEngine } from '../image/engine';
import { type Emulator, startEmulator } from './emulator';
import { beginBuild, makeDocker } from './image';
import { isOfAccount, operatorEnvironment } from './operator';
import type { Program } from './programs';
import { type DeployedRevision, RunningEnvironment } from './running-environment';
import { scanPushes } from './scan-pushes';
import { rehearsedSecrets } from './secrets';
import { Toolkit } from './toolkit';

const STOP_BUILD_MS = 2_000;

/** The ground that a rehearsal stands on: an emulator, bootstrapped, with the secrets in place. */
export class Rehearsal {
  private readonly running = new Map<string, RunningEnvironment>();
  private imageBuild: Program | undefined;
  private secrets: SecretArns = {};

  private constructor(
    /** Takes all that is made and logged. */
    readonly directory: string,
    readonly emulator: Emulator,
    readonly certificate: Certificate,
    readonly front: ApiFront,
    readonly toolkit: Toolkit,
    /** Of the operator. */
    readonly env: NodeJS.ProcessEnv,
  ) {}

  /** Points this process, and all that it starts, at an emulator of its own. */
  static async begin(directory = path.join(ROOT, '.build', 'rehearsal')): Promise<Rehearsal> {
    rmSync(directory, { recursive: true, force: true });
    mkdirSync(directory, { recursive: true });
    const certificate = await makeCertificate(directory);
    findEngine(); // before anything is begun
    const front = await ApiFront.listen(await freePort(), certificate);
    const emulator = await startEmulator(directory, front.url).catch(async (error: unknown) => {
      await front.close();
      throw error;
    });
    const env: NodeJS.ProcessEnv = {
      ...operatorEnvironment(emulator, directory),
      CDK_DOCKER: makeDocker(directory),
    };
    const theirs = Object.keys(process.env).filter(isOfAccount);
    for (const name of theirs) Reflect.deleteProperty(process.env, name);
    Object.assign(process.env, env);
    const toolkit = new Toolkit({ env, directory });
    return new Rehearsal(directory, emulator, certificate, front, toolkit, env);
  }

  /** Makes the account ready, as a person does before the first deploy. */
  async prepare(suffixes: readonly string[]): Promise<void> {
    await this.toolkit.bootstrap();
    await scanPushes();
    await makeServiceLinkedRoles();
    this.secrets = await rehearsedSecrets(suffixes);
    this.env[SECRETS_VARIABLE] = JSON.stringify(this.secrets);
  }

  /** The ARN of a secret that was made. */
  secret(environmentSuffix: string, setting: string): string {
    return this.secrets[`${environmentSuffix}/${setting}`] ?? '';
  }

  /** Begins to build the image of a checkout, for whoever publishes it minutes later. */
  buildImage(checkout: string): void {
    this.imageBuild = beginBuild(this.env['CDK_DOCKER'] ?? '', checkout, this.directory);
  }

  /** Starts the processes of an environment from what is deployed now; those before it end. */
  async start(
    environmentSuffix: string,
    assembly: string,
    revision: DeployedRevision = 'this',
  ): Promise<RunningEnvironment> {
    await this.stop(environmentSuffix);
    const environment = await RunningEnvironment.start({
      emulator: this.emulator,
      certificate: this.certificate,
      front: this.front,
      environmentSuffix,
      assembly,
      revision,
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
    await this.imageBuild?.stop(STOP_BUILD_MS);
    for (const suffix of this.running.keys()) await this.stop(suffix);
    await this.front.close();
    await this.emulator.stop();
  }
}

/** As the preflight says it, of an account that has used none of these services. */
async function makeServiceLinkedRoles(): Promise<void> {
  const client = awsClient(IAMClient);
  for (const { service: AWSServiceName } of serviceLinkedRoles) {
    await client.send(new CreateServiceLinkedRoleCommand({ AWSServiceName }));
  }
}
