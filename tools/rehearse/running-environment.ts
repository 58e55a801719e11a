import { nameOf, REGION } from '../../lib/config/names';
import { routes } from '../../src/api/routes';
import { pagePaths } from '../../src/runtime/page-paths';
import type { ApiFront } from './api-front';
import type { Certificate } from './certificate';
import { runContainer, sharedFolder, type TaskPlace } from './container';
import { DeployedApi } from './deployed-api';
import { Deployment } from './deployment';
import { runNextTask } from './ecs';
import type { Emulator } from './emulator';
import type { Hosting } from './hosting';
import { LambdaFunction } from './lambda-function';
import type { Program } from './programs';
import type { DeployedResource } from './record';
import { type LoopbackStores, startStores } from './stores';

/** Whose code is deployed: an older one may lack what this one has. */
export type DeployedRevision = 'this' | 'older';

export interface EnvironmentOptions {
  readonly environmentSuffix: string;
  readonly emulator: Emulator;
  readonly certificate: Certificate;
  readonly front: ApiFront;
  /** The cloud assembly that was deployed. */
  readonly assembly: string;
  readonly revision: DeployedRevision;
  /** Folder for logs and data. */
  readonly directory: string;
}

/** Longer than an idle worker takes to stop. */
const STOP_MS = 10_000;
/** Fargate kills 120 s after SIGTERM. */
const DRAIN_MS = 120_000;

/** The processes of one deployed environment: migrated stores, a worker, the functions of the API. */
export class RunningEnvironment {
  private readonly functions = new Map<string, LambdaFunction>();

  private constructor(
    private options: EnvironmentOptions,
    private readonly deployment: Deployment,
    private readonly hosting: Hosting,
    private readonly stores: LoopbackStores,
  ) {}

  private worker: Program | undefined;

  /** @throws when something does not start, with what is missing */
  static async start(options: EnvironmentOptions): Promise<RunningEnvironment> {
    const { environmentSuffix, emulator, certificate, directory } = options;
    const deployment = new Deployment(emulator.record, environmentSuffix);
    const stores = await startStores(deployment, certificate, directory);
    const hosting = { emulator, certificate, directory, ports: stores.ports };
    const running = new RunningEnvironment(options, deployment, hosting, stores);
    try {
      await running.migrate();
      await running.allowUploads();
      await running.startApi();
      await running.startWorker();
    } catch (error) {
      await running.stop();
      throw error;
    }
    return running;
  }

  /** Rejects when the worker ends. */
  get failed(): Promise<never> {
    return this.worker?.failed ?? Promise.reject(new Error('the worker must be started first'));
  }

  /** Runs a scheduled task to its end. @throws ProgramError */
  async runTask(baseName: string): Promise<void> {
    const { environmentSuffix } = this.options;
    const definition = this.deployment
      .all('AWS::ECS::TaskDefinition')
      .find(({ properties }) => properties['Family'] === nameOf(baseName, environmentSuffix));
    if (!definition)
      throw new Error(`no task definition of '${environmentSuffix}' is called '${baseName}'`);
    const cluster = String(this.deployment.one('AWS::ECS::Service').properties['Cluster']);
    const program = await this.run(definition, { cluster });
    if ((await program.ended) !== 0) await program.failed;
  }

  /** The statuses of videos by file name. */
  async statuses(): Promise<Readonly<Record<string, string>>> {
    const rows = await this.query('SELECT file_name, status FROM videos');
    return Object.fromEntries(rows.map((row) => [String(row['file_name']), String(row['status'])]));
  }

  /** Rows of a statement on its database. */
  query(text: string): ReturnType<LoopbackStores['query']> {
    return this.stores.query(text);
  }

  /** Mounted in its workers as scratch. */
  get scratchDirectory(): string {
    return sharedFolder(this.options.directory, 'scratch');
  }

  /** As a deploy does: starts another worker, and returns the one before, which still runs. */
  async replaceWorker(): Promise<Program> {
    const { worker } = this;
    if (!worker) throw new Error('the worker must be started first');
    await this.startWorker();
    return worker;
  }

  /**
   * As CloudFormation does, once another revision is deployed: migrates while the older code is at work, then a
   * new worker takes the place of the old one, then the functions of the API.
   */
  async update(assembly: string, revision: DeployedRevision): Promise<void> {
    this.options = { ...this.options, assembly, revision };
    await this.migrate();
    const worker = await this.replaceWorker();
    await worker.stop(DRAIN_MS);
    const functions = [...this.functions.values()];
    await this.allowUploads();
    await this.startApi();
    for (const each of functions) {
      await each.idle();
      await each.stop();
    }
  }

  unencryptedUsers(): Promise<string[]> {
    return this.stores.unencryptedUsers();
  }

  async stop(): Promise<void> {
    await this.worker?.stop(STOP_MS);
    await Promise.all([...this.functions.values()].map((each) => each.stop()));
    await this.stores.stop();
  }

  /**
   * As CloudFormation does at a deploy: the function of the custom resource starts the task, which runs
   * here in place of ECS.
   */
  async migrate(): Promise<void> {
    const { properties } = this.deployment.one('Custom::DatabaseMigration');
    const cluster = String(properties['Cluster']).split('/').at(-1) ?? '';
    const family = nameOf('migration', this.options.environmentSuffix);
    const migration = await this.function('run-migration');
    const called = migration.call({ RequestType: 'Create', ResourceProperties: properties });
    const ran = runNextTask({ cluster, family }, (definition, taskId) =>
      this.run(this.deployment.named('AWS::ECS::TaskDefinition', definition), { cluster, taskId }),
    );
    await Promise.race([called, ran]);
    await called;
    await migration.stop();
  }

  /** As CloudFormation does at a deploy, with this machine's address in place of the API's. */
  private async allowUploads(): Promise<void> {
    const type = 'Custom::UploadOrigins';
    if (this.options.revision === 'older' && this.deployment.all(type).length === 0) return;
    const { properties } = this.deployment.one(type);
    const { id } = new DeployedApi(this.deployment);
    const given = `https://${id}.execute-api.${REGION}.amazonaws.com`;
    const origins = (properties['Origins'] as string[]).map((origin) =>
      origin === given ? this.options.front.url : origin,
    );
    const allow = await this.function('allow-uploads');
    const ResourceProperties = { ...properties, Origins: origins };
    await allow.call({ RequestType: 'Create', ResourceProperties });
    await allow.stop();
  }

  /** @throws when the deployed API of this revision lacks a route of its code */
  private async startApi(): Promise<void> {
    const { environmentSuffix, front, revision } = this.options;
    const api = new DeployedApi(this.deployment);
    const deployed = new Set(api.routes.map(({ method, path: each }) => `${method} ${each}`));
    const wanted = [
      ...routes.map(({ method, path: each }) => `${method} ${each}`),
      ...pagePaths.map((each) => `GET ${each}`),
    ];
    const missing = wanted.filter((each) => !deployed.has(each));
    if (revision === 'this' && missing.length > 0) {
      const names = missing.map((each) => `'${each}'`).join(', ');
      throw new Error(`the API of '${environmentSuffix}' does not have ${names}`);
    }
    for (const baseName of ['api', 'authorizer']) await this.function(baseName);
    front.serve(this.deployment, (name) => {
      const found = this.functions.get(name);
      if (found) return found;
      throw new Error(`no running function is called '${name}'`);
    });
  }

  private async startWorker(): Promise<void> {
    const service = this.deployment.one('AWS::ECS::Service').properties;
    const definition = this.deployment.named(
      'AWS::ECS::TaskDefinition',
      String(service['TaskDefinition']),
    );
    const cluster = String(service['Cluster']);
    this.worker = await this.run(definition, { cluster });
  }

  private run(definition: DeployedResource, place: TaskPlace): Promise<Program> {
    return runContainer(definition, this.hosting, place);
  }

  private async function(baseName: string): Promise<LambdaFunction> {
    const name = nameOf(baseName, this.options.environmentSuffix);
    const deployed = this.deployment.named('AWS::Lambda::Function', name);
    const started = await LambdaFunction.start(deployed, this.options.assembly, this.hosting);
    this.functions.set(name, started);
    return started;
  }
}
