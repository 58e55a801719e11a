import type { Stack } from 'aws-cdk-lib';
import { delivered } from '../config/environments';
import type { Subject } from './subject';

/** A rule of our own: a sentence, why it holds, and a function that decides. */
export interface PolicyRule {
  /** Follows `StreamTech-` in the rule's id. */
  readonly id: string;
  /** What must hold. */
  readonly statement: string;
  /** Where the rule comes from. */
  readonly reason: string;
  /** What breaks it, each as short words for the brackets of the id; empty means compliant. */
  readonly check: (
    subject: Subject,
    settings: PolicySettings,
  ) => readonly string[] | 'not applicable';
}

/** What the rules must know of the application. */
export interface PolicySettings {
  /** The suffix that names in a stack must carry, or undefined where it belongs to no environment. */
  readonly suffixOf: (stack: Stack) => string | undefined;
  /** Where copies of data may go besides Tokyo. */
  readonly disasterRecoveryRegion: 'ap-northeast-3' | 'none';
  /**
   * Suffixes of the environments that hold programmes: they must be protected, their logs are evidence and
   * kept for a year, and a person is asked before they change.
   */
  readonly auditedSuffixes: readonly string[];
}

/** Parts of an environment carry its suffix in the stack's name: `StreamTech-<suffix>-<Part>`. */
const STACK_NAME = /^StreamTech-(.+)-[A-Za-z]+$/;

/** The settings of this application, with what a caller wants otherwise. */
export function policySettings(overrides: Partial<PolicySettings> = {}): PolicySettings {
  return {
    suffixOf: (stack) => STACK_NAME.exec(stack.stackName)?.[1],
    disasterRecoveryRegion: 'none',
    auditedSuffixes: delivered
      .filter(({ audit }) => audit === 'audited')
      .map(({ config }) => config.environmentSuffix),
    ...overrides,
  };
}
