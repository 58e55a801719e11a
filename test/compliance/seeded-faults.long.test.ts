import { readFileSync } from 'node:fs';
import { RULES } from '../../lib/compliance/rules';
import { DEPLOY_RULES } from '../../lib/compliance/rules/deploy';
import { installedLinter } from '../../tools/cfn-lint/linter';
import { describeWith } from '../support/servers/describe-with';
import { type Seeded, SeededFaults, unchanged } from '../support/factories/seeded-faults';
import { FAULTS } from './faults';

/** The validator, or cfn-lint, over all that it must find. */
const JUDGE_MS = 300_000;
const OF_CFN_LINT = 'cfn-lint ';

interface Row extends Seeded {
  readonly fault: string;
  readonly rule: string;
}

const rows: readonly Row[] = Object.entries(FAULTS).flatMap(([stack, faults]) =>
  faults.map(([fault, change, rule]) => ({ stack, fault, change, rule })),
);
const rules = new Map([...RULES, ...DEPLOY_RULES].map((rule) => [rule.id, rule]));
const byRule = rows.filter(({ rule }) => rules.has(rule));
const byCfnLint = rows
  .filter(({ rule }) => rule.startsWith(OF_CFN_LINT))
  .map((row) => ({ ...row, rule: row.rule.replace(OF_CFN_LINT, '') }));
const byValidator = rows.filter(({ rule }) => !rules.has(rule) && !rule.startsWith(OF_CFN_LINT));

const good: readonly Seeded[] = Object.keys(FAULTS).map((stack) => ({ stack, change: unchanged }));

describe('a fault in a template', () => {
  const seeded = new SeededFaults();

  test('is told from every other by its name', () => {
    const names = rows.map(({ fault }) => fault);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });

  test('is there for every rule about deploying, and the templates keep them all', () => {
    const proved = new Set(byRule.map(({ rule }) => rule));
    expect(DEPLOY_RULES.map(({ id }) => id).filter((id) => !proved.has(id))).toEqual([]);
    expect(DEPLOY_RULES.flatMap((rule) => seeded.judge(rule))).toEqual([]);
  });

  test('is counted in the documentation', () => {
    const said = readFileSync('docs/compliance.md', 'utf8').replaceAll(/\s+/g, ' ');
    expect(said).toContain(
      `${rows.length} faults: our rules find ${byRule.length} of them, the validator with our Guard rules ${byValidator.length}, cfn-lint the other ${byCfnLint.length}.`,
    );
  });

  test.each(byRule)('$fault is found by $rule', ({ rule: id, ...fault }) => {
    const rule = rules.get(id);
    if (rule === undefined) throw new Error(`a rule must be ours, got '${id}'`);
    expect(seeded.byRule(rule, fault)).not.toEqual([]);
  });

  describe('that the validator knows', () => {
    let found: readonly string[][] = [];
    beforeAll(() => {
      found = seeded.byValidator([...good, ...byValidator]);
    }, JUDGE_MS);

    test.each(byValidator.map((row, index) => ({ ...row, index })))(
      '$fault is found by $rule',
      ({ stack, rule, index }) => {
        expect(newRules(found, stack, index)).toContain(rule);
      },
    );
  });

  const program = installedLinter();
  const linted = { met: program !== undefined, remedy: 'npm run cfn-lint installs it' };
  describeWith(linted, 'that cfn-lint knows', () => {
    let found: readonly string[][] = [];
    beforeAll(() => {
      found = seeded.byCfnLint(program ?? '', byCfnLint);
    }, JUDGE_MS);

    // of the good templates it finds nothing: npm run cfn-lint
    test.each(byCfnLint.map((row, index) => ({ ...row, index })))(
      '$fault is found by $rule',
      ({ rule, index }) => {
        expect(found[index]).toContain(rule);
      },
    );
  });
});

/** What is found in a broken template, and not, or not as often, in the good one of its stack. */
function newRules(found: readonly string[][], stack: string, index: number): string[] {
  const before = found[good.findIndex((each) => each.stack === stack)] ?? [];
  const after = found[good.length + index] ?? [];
  const times = (list: readonly string[], rule: string) =>
    list.filter((each) => each === rule).length;
  return after.filter((rule) => times(after, rule) > times(before, rule));
}
