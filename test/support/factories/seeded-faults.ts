import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { App, CfnResource, CloudFormationValidatePlugin, Stack, Stage } from 'aws-cdk-lib';
import { guardSources } from '../../../lib/compliance/guard-rules';
import { type PolicyRule, policySettings } from '../../../lib/compliance/policy-rule';
import { type Subject, Templates } from '../../../lib/compliance/subject';
import { LINT_OPTIONS } from '../../../tools/cfn-lint/linter';
import type { Change, Draft } from '../../compliance/faults/fault';
import { aPipeline } from './pipeline';

/** A template with one fault, to be judged by what must find it. */
export interface Seeded {
  readonly stack: string;
  readonly change: Change;
}

/** The templates of the pipeline and of its staging environment, as they are and broken. */
export class SeededFaults {
  private readonly app: App;
  private readonly stacks: readonly Stack[];
  private readonly resources: readonly CfnResource[];
  private readonly good: Templates;
  /** What each rule finds in them. */
  private readonly findings = new Map<PolicyRule, string[]>();
  private readonly broken = mkdtempSync(join(tmpdir(), 'faults-'));

  constructor() {
    const { root } = aPipeline().node;
    if (!App.isApp(root)) throw new Error('a pipeline must be in an app');
    this.app = root;
    this.app.synth();
    this.stacks = root.node
      .findAll()
      .filter((node) => Stack.isStack(node))
      .filter(({ node }) => !node.path.includes('-prod/'));
    this.resources = this.stacks
      .flatMap((stack) => stack.node.findAll())
      .filter((node) => CfnResource.isCfnResource(node))
      // not those of the stages within the pipeline's stack
      .filter((node, index, nodes) => nodes.indexOf(node) === index)
      .filter((node) => this.stacks.includes(Stack.of(node)));
    this.good = new Templates(this.app);
  }

  /** What a rule of ours finds in a broken template, or because what it exported is missing, and not before. */
  byRule(rule: PolicyRule, { stack, change }: Seeded): string[] {
    const file = this.fileOf(stack);
    const good = readFileSync(file, 'utf8');
    const before = this.findings.get(rule) ?? this.judge(rule);
    this.findings.set(rule, before);
    try {
      writeFileSync(file, this.text(stack, change));
      return this.judge(rule, new Templates(this.app)).filter((each) => !before.includes(each));
    } finally {
      writeFileSync(file, good);
    }
  }

  /** What a rule of ours finds in the templates, as they are unless others are given. */
  judge(rule: PolicyRule, templates = this.good): string[] {
    return this.resources
      .flatMap((node) => subjectOf(templates, node))
      .flatMap((subject) => {
        const findings = rule.check(subject, policySettings());
        return findings === 'not applicable'
          ? []
          : findings.map((each) => `${subject.logicalId} ${each}`);
      });
  }

  /** The validator's rules, and the Guard rules, that fail in each template: one run for all. */
  byValidator(faults: readonly Seeded[]): string[][] {
    const files = faults.map((fault, index) => this.write(fault, index));
    const stackTemplates = files.map((templatePath) => ({
      stackConstructPath: basename(templatePath),
      templatePath,
      accountId: '222222222222',
      region: 'ap-northeast-1',
    }));
    const { violations } = new CloudFormationValidatePlugin({
      guardRules: guardSources(),
    }).validate({ appConstruct: this.app, stackTemplates, templatePaths: files });
    return files.map((file) =>
      violations
        .filter((each) => each.violatingResources.some(({ templatePath }) => templatePath === file))
        .map(({ ruleName }) => ruleName),
    );
  }

  /** The rules of cfn-lint that fail in each template: one process for all. */
  byCfnLint(program: string, faults: readonly Seeded[]): string[][] {
    const files = faults.map((fault, index) => this.write(fault, index));
    const { stdout, stderr } = spawnSync(
      program,
      [...LINT_OPTIONS, '--format', 'json', '--', ...files],
      { encoding: 'utf8', maxBuffer: 1 << 28 },
    );
    if (stdout === '') throw new Error(`cfn-lint did not answer in JSON: '${stderr}'`);
    const matches = JSON.parse(stdout) as { Filename: string; Rule: { Id: string } }[];
    return files.map((file) =>
      matches.filter(({ Filename: name }) => name === file).map(({ Rule: { Id: id } }) => id),
    );
  }

  private write({ stack, change }: Seeded, index: number): string {
    const file = join(this.broken, `${stack}-${index}.template.json`);
    writeFileSync(file, this.text(stack, change));
    return file;
  }

  /** @throws when the change changes nothing */
  private text(stack: string, change: Change): string {
    const good = readFileSync(this.fileOf(stack), 'utf8');
    const template = JSON.parse(good) as Draft;
    const before = JSON.stringify(template);
    change(template);
    const after = JSON.stringify(template);
    if (change !== unchanged && after === before)
      throw new Error(`a fault did not change the template of ${stack}`);
    return after;
  }

  private fileOf(name: string): string {
    const stack = this.stacks.find(({ node }) => node.id === name);
    if (stack === undefined) throw new Error(`no stack is called '${name}'`);
    return join(Stage.of(stack)?.outdir ?? '', stack.templateFile);
  }
}

/** None of a resource that a fault has taken out of its template. */
function subjectOf(templates: Templates, node: CfnResource): Subject[] {
  try {
    return [templates.subject(node)];
  } catch (error) {
    if (String(error).includes('no resource ')) return [];
    throw error;
  }
}

/** No fault: what is found in a template with it is found without. */
export function unchanged(): void {
  // on purpose: the template stays as it is
}
