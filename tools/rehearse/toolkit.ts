import path from 'node:path';
import { REGION } from '../../lib/config/names';
import { ROOT } from '../platform/settings';
import { ACCOUNT, APP } from './configuration';
import { runProgram } from './programs';

const CDK = path.join(ROOT, 'node_modules', '.bin', 'cdk');

export interface ToolkitOptions {
  /** Of the operator. */
  readonly env: NodeJS.ProcessEnv;
  /** Takes the logs. */
  readonly directory: string;
}

/** The CDK's command line, as a person runs it. @throws ProgramError */
export class Toolkit {
  constructor(private readonly options: ToolkitOptions) {}

  bootstrap(): Promise<void> {
    // from elsewhere: beside a cdk.json it would synthesize the app first, for nothing
    return this.run('bootstrap', [`aws://${ACCOUNT}/${REGION}`], this.options.directory);
  }

  /** By `direct`: the emulator forgets the exports of a stack that is made by a change set. */
  deploy(assembly: string, ...stacks: readonly string[]): Promise<void> {
    const options = ['--method', 'direct', '--require-approval', 'never', '--progress', 'events'];
    return this.run('deploy', ['--app', assembly, ...options, ...stacks]);
  }

  /**
   * Synthesizes a checkout into its cdk.out, which is returned. Without judging it, which the pipeline
   * does.
   */
  async synth(checkout: string, env: NodeJS.ProcessEnv = {}): Promise<string> {
    const assembly = path.join(checkout, 'cdk.out');
    await this.run('synth', ['--quiet', '**', '--app', APP], checkout, {
      ...env,
      CDK_VALIDATION: 'false',
    });
    return assembly;
  }

  private run(
    command: string,
    args: readonly string[],
    cwd = ROOT,
    more: NodeJS.ProcessEnv = {},
  ): Promise<void> {
    const { env, directory } = this.options;
    return runProgram(CDK, [command, ...args], {
      cwd,
      env: { ...env, ...more },
      log: path.join(directory, `cdk-${command}.log`),
    });
  }
}
