import type { Stack } from 'aws-cdk-lib';
import { delivered } from '../config/environments';
import type { Subject } from './subject';

/** A rule of our own: its statement, its reason and its check. */
export interface PolicyRule {
  /** Follows `StreamTech-` in the rule's id. */
  readonly id: string;
  /** What must hold. */
  readonly statement: string;
  /** Where the rule comes from. */
  readonly reason: string;
  /** What violates the rule, each a few words that follow its id in brackets; empty = compliant. */
  readonly check: (
    subject: Subject,
    settings: PolicySettings,
  ) => readonly string[] | 'not applicable';
}

/** What the rules need to know about the application. */
export interface PolicySettings {
  /** The suffix that names in a stack must have; undefined when it belongs to no environment. */
  readonly suffixOf: (stack: Stack) => string | undefined;
  /** Where copies of data may go besides Tokyo. */
  readonly disasterRecoveryRegion: 'ap-northeast-3' | 'none';
  /**
   * Suffixes of the environments that hold programmes: they must be protected, their logs are evidence and
   * kept for a year, and a person is asked before they change.
   */
  readonly auditedSuffixes: readonly string[];
}

/** Stacks of an environment are called `StreamTech-<suffix>-<Part>`. */
const STACK_NAME = /^StreamTech-(.+)-[A-Za-z]+$/;

/** The settings of this application, with the caller's overrides. */
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
