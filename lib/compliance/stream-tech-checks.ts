import type {
  CfnResource,
  IPolicyValidationContext,
  PolicyValidationPluginReport,
} from 'aws-cdk-lib';
import {
  type IApplyRule,
  NagMessageLevel,
  NagPack,
  NagRuleCompliance,
  type NagRuleResult,
} from 'cdk-nag';
import type { Ledger } from './ledger';
import { type PolicyRule, type PolicySettings } from './policy-rule';
import { RULES } from './rules';
import { DEPLOY_RULES } from './rules/deploy';
import { Templates } from './subject';

/** What StreamTech asks of its own infrastructure, beyond what the public packs know. */
export class StreamTechChecks extends NagPack {
  readonly name = 'StreamTech';
  private templates: Templates | undefined;

  constructor(
    private readonly ledger: Ledger,
    private readonly settings: PolicySettings,
  ) {
    super();
    this.packName = this.name;
  }

  override validate(context: IPolicyValidationContext): PolicyValidationPluginReport {
    this.templates = new Templates(context.appConstruct);
    return super.validate(context);
  }

  protected checkResource(node: CfnResource): void {
    for (const rule of [...RULES, ...DEPLOY_RULES]) {
      this.applyRule({
        node,
        ruleSuffixOverride: rule.id,
        info: rule.statement,
        explanation: rule.reason,
        level: NagMessageLevel.ERROR,
        rule: (resource) => this.judge(rule, resource),
      });
    }
  }

  protected override applyRule(params: IApplyRule): void {
    super.applyRule(this.ledger.watch(this.packName, params));
  }

  private judge(rule: PolicyRule, node: CfnResource): NagRuleResult {
    this.templates ??= new Templates(node.node.root);
    const findings = rule.check(this.templates.subject(node), this.settings);
    return findings === 'not applicable'
      ? NagRuleCompliance.NOT_APPLICABLE
      : [...new Set(findings)];
  }
}
