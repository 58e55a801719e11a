import { type CfnResource, Stack } from 'aws-cdk-lib';
import { type IApplyRule, NagRuleCompliance, type NagRuleResult } from 'cdk-nag';
import { acknowledgementFor } from './acknowledgements';
import { sourceOf } from './source-of';

/** What a rule said of a resource. `error`: the rule could not decide, which counts as open. */
export type Verdict = 'compliant' | 'not applicable' | 'non-compliant' | 'acknowledged' | 'error';

/** A rule as the report prints it. */
export interface RuleEntry {
  readonly pack: string;
  /** `<pack>-<rule>`, without the finding in brackets. */
  readonly id: string;
  readonly statement: string;
  readonly reason: string;
}

/** A resource of a template, or a construct that stands for none (a stack, an acknowledgement). */
export interface ResourceEntry {
  readonly path: string;
  readonly stack: string;
  readonly type: string;
  /** Empty for what is no resource. */
  readonly logicalId: string;
  /** The template's file name within its assembly. */
  readonly template: string;
  /** Where our code makes it, as `file:line`; empty when the toolkit kept no trace. */
  readonly source: string;
}

/** One line of evidence: one rule on one resource, or one of several findings of that rule there. */
export interface Result {
  readonly rule: RuleEntry;
  readonly resource: ResourceEntry;
  readonly verdict: Verdict;
  /** What exactly was found, where the rule distinguishes findings: `Action::s3:Get*`. */
  readonly finding?: string;
  /** Why the finding is accepted (`acknowledged`), or why the rule gave up (`error`). */
  readonly note?: string;
}

/**
 * Everything that was judged in one synthesis. Policy plugins report violations only; an auditor
 * also asks what was looked at and passed, so each rule writes its verdict here first.
 */
export class Ledger {
  private readonly rules = new Map<string, RuleEntry>();
  private readonly resources = new Map<string, ResourceEntry>();
  private readonly entries = new Map<string, Result>();

  get results(): readonly Result[] {
    return [...this.entries.values()];
  }

  /** The same rule, which now also writes down what it says. */
  watch(pack: string, params: IApplyRule): IApplyRule {
    const suffix = params.ruleSuffixOverride ?? params.rule.name;
    const rule = this.rule(pack, `${pack}-${suffix}`, params.info, params.explanation);
    return {
      ...params,
      ruleSuffixOverride: suffix,
      rule: (node) => {
        try {
          const outcome = params.rule(node);
          this.recordOutcome(rule, node, outcome);
          return outcome;
        } catch (error) {
          this.recordFinding(rule, node, 'error', { note: String(error) });
          throw error;
        }
      },
    };
  }

  /** Interns a rule, so that every line about it shares one entry. */
  rule(pack: string, id: string, statement: string, reason: string): RuleEntry {
    const known = this.rules.get(id);
    if (known !== undefined) return known;
    const rule = { pack, id, statement, reason };
    this.rules.set(id, rule);
    return rule;
  }

  resource(node: CfnResource): ResourceEntry {
    const path = node.node.path;
    const known = this.resources.get(path);
    if (known !== undefined) return known;
    const stack = Stack.of(node);
    const resource = {
      path,
      stack: stack.node.path,
      type: node.cfnResourceType,
      logicalId: String(stack.resolve(node.logicalId)),
      template: stack.templateFile,
      source: sourceOf(node),
    };
    this.resources.set(path, resource);
    return resource;
  }

  /** Writes a line; a second line on the same rule, resource and finding replaces the first. */
  record(result: Result): void {
    const key = [result.rule.id, result.resource.path, result.finding ?? ''].join('\n');
    this.entries.set(key, result);
  }

  /** Writes a finding as open, or as acknowledged when its construct says why it is accepted. */
  recordFinding(
    rule: RuleEntry,
    node: CfnResource,
    verdict: 'non-compliant' | 'error',
    detail: Pick<Result, 'finding' | 'note'> = {},
  ): void {
    const id = detail.finding === undefined ? rule.id : `${rule.id}[${detail.finding}]`;
    const accepted = acknowledgementFor(node, rule.pack, id);
    const resource = this.resource(node);
    this.record(
      accepted === undefined
        ? { rule, resource, verdict, ...detail }
        : { rule, resource, verdict: 'acknowledged', ...detail, note: accepted.reason },
    );
  }

  private recordOutcome(rule: RuleEntry, node: CfnResource, outcome: NagRuleResult): void {
    const resource = this.resource(node);
    if (Array.isArray(outcome)) {
      if (outcome.length === 0) this.record({ rule, resource, verdict: 'compliant' });
      for (const finding of outcome) this.recordFinding(rule, node, 'non-compliant', { finding });
      return;
    }
    switch (outcome) {
      case NagRuleCompliance.COMPLIANT:
        this.record({ rule, resource, verdict: 'compliant' });
        break;
      case NagRuleCompliance.NOT_APPLICABLE:
        this.record({ rule, resource, verdict: 'not applicable' });
        break;
      case NagRuleCompliance.NON_COMPLIANT:
        this.recordFinding(rule, node, 'non-compliant');
        break;
    }
  }
}
