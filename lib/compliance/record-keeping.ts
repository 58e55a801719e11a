import {
  type IPolicyValidationContext,
  type IPolicyValidationPlugin,
  type PolicyValidationPluginReport,
  type PolicyViolation,
  Stack,
  Stage,
} from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { type Acknowledgement, acknowledgementId, acknowledgementsUnder } from './acknowledgements';
import { writeEvidence } from './evidence';
import { sourceOf } from './source-of';
import type { Ledger, ResourceEntry, Result, RuleEntry } from './ledger';

/** Shorter is no sentence, so no reason. */
const SHORTEST_REASON = 20;

/**
 * Judges the judging, and runs last: that every stack was looked at by every pack, and that each
 * acknowledgement has a reason and still covers a finding. Then writes the evidence.
 */
export class RecordKeeping implements IPolicyValidationPlugin {
  readonly name = 'RecordKeeping';
  private readonly visited: RuleEntry;
  private readonly reasoned: RuleEntry;
  private readonly current: RuleEntry;
  private readonly narrow: RuleEntry;

  constructor(
    private readonly ledger: Ledger,
    private readonly packs: readonly string[],
  ) {
    const rule = (id: string, statement: string, reason: string): RuleEntry =>
      this.ledger.rule(this.name, `${this.name}-${id}`, statement, reason);
    this.visited = rule(
      'StackVisited',
      `Every stack must be judged by ${packs.join(', ')}.`,
      'A policy that did not run finds nothing.',
    );
    this.reasoned = rule(
      'Reason',
      'An acknowledgement must say why in a sentence.',
      'An exception without its reason cannot be reviewed.',
    );
    this.current = rule(
      'Current',
      'An acknowledgement must cover a finding that exists, by its id `<pack>::<rule>`.',
      'One that covers nothing would cover the next mistake.',
    );
    this.narrow = rule(
      'Narrow',
      'An acknowledgement must sit on the one resource that it is about.',
      'One that covers several resources was thought through for one of them.',
    );
  }

  validate({ appConstruct: app }: IPolicyValidationContext): PolicyValidationPluginReport {
    const found = this.ledger.results;
    for (const stack of stacksUnder(app)) this.judgeStack(stack, found);
    for (const acknowledgement of acknowledgementsUnder(app)) this.judge(acknowledgement, found);
    if (Stage.isStage(app)) writeEvidence(app.outdir, this.ledger.results);
    const violations = this.violations();
    return { success: violations.length === 0, violations };
  }

  private judgeStack(stack: Stack, found: readonly Result[]): void {
    const judgedBy = new Set(
      found
        .filter(({ resource }) => resource.stack === stack.node.path)
        .map(({ rule }) => rule.pack),
    );
    const missing = this.packs.filter((pack) => !judgedBy.has(pack));
    this.record(this.visited, constructEntry(stack, 'Stack'), missing.join(', '));
  }

  private judge({ id, reason, at }: Acknowledgement, found: readonly Result[]): void {
    const covered = new Set(
      found
        .filter(({ verdict }) => verdict === 'acknowledged')
        .filter(
          ({ rule, finding }) => id === acknowledgementId(rule.pack, withFinding(rule, finding)),
        )
        .map(({ resource }) => resource.path)
        .filter((path) => path === at.node.path || path.startsWith(`${at.node.path}/`)),
    );
    const entry = {
      ...constructEntry(at, 'Acknowledgement'),
      logicalId: id,
      path: `${at.node.path} ${id}`,
    };
    this.record(
      this.reasoned,
      entry,
      reason.trim().length < SHORTEST_REASON ? `got '${reason}'` : '',
    );
    if (this.isOfTheToolkit(id)) return;
    this.record(this.current, entry, covered.size === 0 ? 'covers no finding' : '');
    this.record(this.narrow, entry, covered.size > 1 ? `covers ${covered.size} resources` : '');
  }

  /**
   * The library acknowledges rules of its own validator for its own constructs, found or not; and
   * an acknowledged warning of a construct leaves no trace that could be matched.
   */
  private isOfTheToolkit(id: string): boolean {
    const [namespace, rule = ''] = id.split('::');
    if (namespace === 'Annotation') return !this.packs.some((pack) => rule.startsWith(`${pack}-`));
    return namespace === 'CloudFormation-Validate' && /^[A-Z]\d{4}$/.test(rule);
  }

  private record(rule: RuleEntry, resource: ResourceEntry, note: string): void {
    this.ledger.record(
      note === ''
        ? { rule, resource, verdict: 'compliant' }
        : { rule, resource, verdict: 'non-compliant', note },
    );
  }

  private violations(): PolicyViolation[] {
    return this.ledger.results
      .filter(({ rule, verdict }) => rule.pack === this.name && verdict === 'non-compliant')
      .map(({ rule, resource, note }) => ({
        ruleName: rule.id,
        description: `${rule.statement} ${resource.path}: ${note ?? ''}`,
        severity: 'error',
        violatingResources: [{ constructPath: resource.path.split(' ')[0] ?? '', locations: [] }],
      }));
  }
}

function stacksUnder(app: IConstruct): Stack[] {
  return app.node.findAll().filter((node) => Stack.isStack(node));
}

function withFinding(rule: RuleEntry, finding: string | undefined): string {
  return finding === undefined ? rule.id : `${rule.id}[${finding}]`;
}

function constructEntry(node: IConstruct, type: string): ResourceEntry {
  const stack = node.node.scopes.findLast((scope) => Stack.isStack(scope));
  return {
    path: node.node.path,
    stack: stack?.node.path ?? '',
    type,
    logicalId: '',
    template: stack?.templateFile ?? '',
    source: sourceOf(node),
  };
}
