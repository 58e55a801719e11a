import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { TESTS_VARIABLE } from '../../lib/pipeline/checks';
import { readSecret } from '../../src/runtime/secrets';
import { mustHaveChromium } from '../chromium';
import { ROOT } from '../platform/settings';
import { alarmReceived } from './alarm-received';
import { approved } from './approval';
import { workerFaults } from './worker-faults';
import { type Buildspec, buildspecOf, declaredBy, runBuild } from './build';
import { type Checkout, copyOf } from './checkout';
import { SECRETS_VARIABLE } from './configuration';
import { keepResults, outputsIn } from './integration-results';
import type { TestCounts } from '../test-counts';
import type { SkippedAction } from './skipped-actions';
import { withoutDenial } from './permissions';
import { deployedStages, type PipelineAction, PipelineVariables, projectNamed } from './pipeline';
import type { Rehearsal } from './rehearsal';
import type { Steps } from './steps';
import { unwantedBytes } from './unwanted-bytes';
import { compareWithDeployed } from './self-mutation';
import { Deployment } from './deployment';
import { personAsks } from './person-asks';
import { visitPage } from './visit-page';
import { counted } from '../terminal/amounts';

export interface RunOptions {
  readonly rehearsal: Rehearsal;
  /** What was pushed. */
  readonly source: Checkout;
  readonly steps: Steps;
  /** Approves without asking. */
  readonly yes: boolean;
  /** Takes what the builds leave. */
  readonly reports: string;
  readonly skippedAction: SkippedAction;
}

/** What a push does: the pipeline as it was deployed, action by action. */
export class PipelineRunner {
  private readonly variables: PipelineVariables;
  private readonly artifacts = new Map<string, string>();
  /** By their names. */
  private readonly known = new Map<string, PipelineAction>();
  /** One environment has it: all have the same worker. */
  private hadFaults = false;
  /** Of the integration tests, when they have run. */
  tests: TestCounts | undefined;

  constructor(private readonly options: RunOptions) {
    this.variables = new PipelineVariables(randomUUID(), options.source);
  }

  /** What is deployed from: the last artifact that is an assembly. */
  get assembly(): string {
    const folders = [...this.artifacts.values()];
    const found = folders.findLast((folder) => existsSync(path.join(folder, 'manifest.json')));
    if (found === undefined) throw new Error('the pipeline must synthesize first');
    return found;
  }

  async run(): Promise<void> {
    const { rehearsal, steps, skippedAction } = this.options;
    for (const stage of deployedStages(rehearsal.emulator.record)) {
      const suffix = /^StreamTech-(.+)$/.exec(stage.Name)?.[1];
      let isStarted = false;
      for (const action of stage.Actions) {
        const name = `${stage.Name}: ${action.Name}`;
        this.known.set(action.Name, action);
        const provider = action.ActionTypeId.Provider;
        const reason = skippedAction(action);
        if (reason !== undefined) {
          steps.skip(name, reason);
          this.variables.learnExported(action, { [TESTS_VARIABLE]: 'none is run here, so 0' });
          continue;
        }
        if (suffix !== undefined && provider !== 'CloudFormation' && !isStarted) {
          isStarted = true;
          await steps.run(`${stage.Name}: migration, worker and API start`, async () => {
            await rehearsal.start(suffix, this.assembly);
            return 'from what was deployed, each in the name of its role';
          });
        }
        await steps.run(name, () => this.perform(stage.Name, action));
      }
      if (suffix !== undefined) await this.leave(suffix);
    }
  }

  private perform(stage: string, action: PipelineAction): Promise<string | undefined> {
    const provider = action.ActionTypeId.Provider;
    switch (provider) {
      case 'CodeStarSourceConnection':
      case 'CodeCommit':
        return Promise.resolve(this.takeSource(action));
      case 'CodeBuild':
        return this.runBuildOf(action);
      case 'CloudFormation':
        return this.deploy(stage, action);
      case 'Manual':
        return approved(
          this.variables.fillIn(action.Configuration['CustomData'] ?? ''),
          this.options.yes,
        );
      default:
        throw new Error(`an action must be of a kind that the rehearsal knows, got '${provider}'`);
    }
  }

  private takeSource({ OutputArtifacts: [output] = [] }: PipelineAction): string {
    const { directory, revision } = this.options.source;
    this.artifacts.set(output?.Name ?? '', directory);
    return `revision ${revision.slice(0, 12)}, cloned`;
  }

  /**
   * Runs the build of an action once more, on another input.
   * @param env more of it, for the rehearsal's own app
   * @returns what it exports, and the folder that it hands on
   */
  async build(
    name: string,
    input: string,
    env: NodeJS.ProcessEnv = {},
  ): Promise<{ exported: Record<string, string>; output: string }> {
    const { directory } = this.options.rehearsal;
    const place = copyOf(input, path.join(directory, 'builds', `${name}Again`));
    const { exported, buildspec } = await this.buildIn(this.action(name), place, env);
    return { exported, output: path.join(place, buildspec.artifacts?.['base-directory'] ?? '') };
  }

  /** The variables of an action's build. */
  variablesOf(name: string): Record<string, string> {
    const action = this.action(name);
    const { record } = this.options.rehearsal.emulator;
    const project = projectNamed(record, action.Configuration['ProjectName'] ?? '');
    return { ...declaredBy(project), ...this.variables.ofBuild(action) };
  }

  private action(name: string): PipelineAction {
    const action = this.known.get(name);
    if (action) return action;
    throw new Error(`the pipeline has run no action '${name}'`);
  }

  private async runBuildOf(action: PipelineAction): Promise<string> {
    const { Name: name, InputArtifacts: [input] = [], OutputArtifacts: [output] = [] } = action;
    const from = this.artifacts.get(input?.Name ?? '') ?? '';
    const place = copyOf(from, path.join(this.options.rehearsal.directory, 'builds', name));
    const { exported, buildspec } = await this.buildIn(action, place);
    this.variables.learnExported(action, exported);
    const folder = buildspec.artifacts?.['base-directory'];
    if (output && folder !== undefined) this.artifacts.set(output.Name, path.join(place, folder));
    return this.remark(name, place);
  }

  private async buildIn(
    action: PipelineAction,
    place: string,
    env: NodeJS.ProcessEnv = {},
  ): Promise<{ exported: Record<string, string>; buildspec: Buildspec }> {
    const { rehearsal, source } = this.options;
    const { record } = rehearsal.emulator;
    const project = projectNamed(record, action.Configuration['ProjectName'] ?? '');
    const buildspec = buildspecOf(project, place);
    const building = runBuild({
      emulator: rehearsal.emulator,
      certificate: rehearsal.certificate,
      directory: rehearsal.directory,
      project,
      buildspec,
      input: place,
      revision: source.revision,
      variables: this.variables.ofBuild(action),
      env: { [SECRETS_VARIABLE]: rehearsal.env[SECRETS_VARIABLE], ...env },
    });
    return { exported: await withoutDenial(record, building), buildspec };
  }

  /** What is worth saying of a build that passed. */
  private async remark(name: string, place: string): Promise<string> {
    if (name === 'SelfMutate') return compareWithDeployed(this.assembly);
    if (/^Integration\b/.test(name)) {
      this.tests = keepResults(place, this.options.reports);
      return `${counted(this.tests.passed, 'test')} passed`;
    }
    return '';
  }

  private async deploy(stage: string, action: PipelineAction): Promise<string> {
    const { rehearsal } = this.options;
    const stack = `PipelineStack/${stage}/${action.Name.split('.')[0] ?? ''}`;
    await rehearsal.toolkit.deploy(this.assembly, '--exclusively', stack);
    await this.variables.learn(action);
    return action.Configuration['StackName'] ?? '';
  }

  /** By the outputs of the environment that the integration tests have left, and a key of theirs. */
  private async visit(suffix: string): Promise<void> {
    const { rehearsal, steps, reports } = this.options;
    const name = `StreamTech-${suffix}: a browser signs in, uploads and reads`;
    if (!mustHaveChromium()) {
      steps.skip(name, 'no Chromium on PATH');
      return;
    }
    await steps.run(name, async () => {
      const { emulator, front } = rehearsal;
      const outputs = outputsIn(reports);
      const { writeKey } = JSON.parse(await readSecret(outputs.IntegrationKeysSecretArn)) as {
        writeKey: string;
      };
      const visiting = visitPage({
        pageUrl: outputs.PageUrl,
        key: writeKey,
        file: path.join(ROOT, 'test/integ/clips/clip.mp4'),
        origins: [front.url, emulator.url],
      });
      return withoutDenial(emulator.record, visiting);
    });
  }

  /** @throws when somebody came to the database without TLS */
  private async leave(suffix: string): Promise<void> {
    const { rehearsal, steps } = this.options;
    const { emulator } = rehearsal;
    await steps.run(`StreamTech-${suffix}: an alarm that goes into ALARM is received`, () =>
      withoutDenial(emulator.record, alarmReceived(emulator, suffix)),
    );
    if (!this.hadFaults) {
      this.hadFaults = true;
      await this.visit(suffix);
      await steps.run(`StreamTech-${suffix}: a person of the user pool asks who they are`, () => {
        const { front, certificate } = rehearsal;
        const deployment = new Deployment(emulator.record, suffix);
        return withoutDenial(emulator.record, personAsks({ deployment, front, certificate }));
      });
      await steps.run(`StreamTech-${suffix}: a worker under faults`, () => {
        const day = workerFaults(rehearsal.environment(suffix), emulator, suffix);
        return withoutDenial(emulator.record, day);
      });
      await steps.run(`StreamTech-${suffix}: bytes for a kept and for a deleted video`, () => {
        const bytes = unwantedBytes(rehearsal.environment(suffix), emulator, suffix);
        return withoutDenial(emulator.record, bytes);
      });
    }
    await steps.run(`StreamTech-${suffix}: the job of the clock, once`, async () => {
      const job = rehearsal.environment(suffix).runTask('retention');
      await withoutDenial(emulator.record, job);
    });
    await steps.run(`StreamTech-${suffix}: every connection to the database had TLS`, async () => {
      const users = await rehearsal.environment(suffix).unencryptedUsers();
      if (users.length > 0) throw new Error(`must come over TLS: ${users.join(', ')}`);
    });
    await rehearsal.stop(suffix);
  }
}
