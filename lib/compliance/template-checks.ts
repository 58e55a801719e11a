import { resolve } from 'node:path';
import {
  CfnResource,
  CloudFormationValidatePlugin,
  type IPolicyValidationContext,
  type PolicyValidationPluginReport,
  type PolicyViolation,
  Stack,
  Stage,
} from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { type GuardRule, guardRules, guardSources } from './guard-rules';
import type { Ledger, RuleEntry } from './ledger';

/**
 * CloudFormation's own validator with our Guard rules, whose results are recorded in the ledger.
 *
 * The CDK accepts one such plugin for each app. The validator reports violations only; whether a rule
 * applied to a resource is known from the resource's type.
 */
export class RecordedTemplateChecks extends CloudFormationValidatePlugin {
  private readonly pack = this.name.replaceAll(' ', '-');
  private readonly guardRules: readonly GuardRule[];

  constructor(
    private readonly ledger: Ledger,
    sources = guardSources(),
  ) {
    super({ guardRules: sources });
    this.guardRules = guardRules(sources);
  }

  override validate(context: IPolicyValidationContext): PolicyValidationPluginReport {
    const report = super.validate(context);
    const resources = resourcesByTemplate(context.appConstruct);
    this.recordPasses([...resources.values()]);
    for (const violation of report.violations) this.recordViolation(violation, resources);
    return report;
  }

  private recordPasses(resources: readonly CfnResource[]): void {
    const builtIn = this.ledger.rule(
      this.pack,
      `${this.pack}-Schema`,
      'A resource must be one that CloudFormation accepts.',
      "The validator's own rules: resource schemas, and the rules of cfn-lint.",
    );
    for (const node of resources) {
      const resource = this.ledger.resource(node);
      this.ledger.record({ rule: builtIn, resource, verdict: 'compliant' });
      for (const rule of this.guardRules) {
        const verdict = rule.type === node.cfnResourceType ? 'compliant' : 'not applicable';
        this.ledger.record({ rule: this.guardRule(rule.id), resource, verdict });
      }
    }
  }

  private recordViolation(
    { ruleName, description, violatingResources }: PolicyViolation,
    resources: ReadonlyMap<string, CfnResource>,
  ): void {
    for (const { templatePath = '', resourceLogicalId = '' } of violatingResources) {
      const node = resources.get(`${resolve(templatePath)}#${resourceLogicalId}`);
      if (node === undefined) continue;
      const rule = this.guardRule(ruleName);
      this.ledger.recordFinding(rule, node, 'non-compliant', { note: description });
    }
  }

  private guardRule(id: string): RuleEntry {
    const known = this.guardRules.find((rule) => rule.id === id);
    return this.ledger.rule(
      this.pack,
      id,
      known?.statement ?? '',
      known?.reason ?? "A rule of CloudFormation's own validator.",
    );
  }
}

function resourcesByTemplate(app: IConstruct): Map<string, CfnResource> {
  return new Map(
    app.node
      .findAll()
      .filter((node) => CfnResource.isCfnResource(node))
      .map((node) => {
        const stack = Stack.of(node);
        const template = resolve(Stage.of(stack)?.outdir ?? '', stack.templateFile);
        return [`${template}#${String(stack.resolve(node.logicalId))}`, node];
      }),
  );
}
