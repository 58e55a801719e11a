import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { EVIDENCE_FILE, writeEvidence } from '../../../lib/compliance/evidence';
import { toHtml } from '../../../tools/review/html';
import { judgedBeside } from '../../../tools/review/judged';
import { toMarkdown } from '../../../tools/review/markdown';
import { sourceCheckChanges } from '../../../tools/review/source-check-changes';
import { guardsBeside, keepGuards, sourceChecksIn } from '../../../tools/review/source-checks';
import { verdictOf } from '../../../tools/review/words';
import { ROOT } from '../../../tools/platform/settings';
import { aResult } from '../../support/factories/compliance-report';
import { aReview } from '../../support/factories/review';

const folder = mkdtempSync(join(tmpdir(), 'source-checks-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const TESTS = "describe('a', () => {\n  it('b', f);\n  test.each([1])('c', f);\n});\n";

/** A checkout of these files, and of a small package. */
function checks(files: Readonly<Record<string, string>>) {
  const checkout = mkdtempSync(join(folder, 'checkout-'));
  const all = { 'package.json': '{"scripts":{"check":"jest"},"dependencies":{}}', ...files };
  for (const [file, text] of Object.entries(all)) {
    mkdirSync(dirname(join(checkout, file)), { recursive: true });
    writeFileSync(join(checkout, file), text);
  }
  return sourceChecksIn(checkout);
}

/** What changes from one to the other. */
function changes(before: Readonly<Record<string, string>>, after: typeof before) {
  const side = (files: typeof before) => ({ judged: undefined, checks: checks(files) });
  return sourceCheckChanges(side(before), side(after));
}

describe('the checks in the source', () => {
  test('are those of this repository', () => {
    const { files, tests } = sourceChecksIn(ROOT);
    expect(Object.keys(files)).toEqual(
      expect.arrayContaining([
        '.ci/run',
        'buildspec-integ.yml',
        'jest.config.js',
        'lib/compliance/rules/approval.ts',
        'package.json',
        'tools/check.ts',
        'tools/review/safeguards/harmless.ts',
      ]),
    );
    expect(tests['test/tools/review/source-checks.test.ts']).toBeGreaterThan(5);
  });

  test('change by the lines that only one side has', () => {
    const was = { 'buildspec-integ.yml': 'a\nb\nb\n', 'src/any.ts': '1' };
    const is = { 'buildspec-integ.yml': 'b\na\nc\n', 'src/any.ts': '2' };
    expect(changes(was, is)?.files).toEqual([
      { file: 'buildspec-integ.yml', lost: ['b'], gained: ['c'] },
    ]);
  });

  test('change by a script, and not by another version of a package', () => {
    const of = (text: string) => ({ 'package.json': text });
    const was = of('{"scripts":{"check":"jest"},"dependencies":{"a":"1"}}');
    const is = of('{"scripts":{"check":"true"},"dependencies":{"a":"2"}}');
    expect(changes(was, is)?.files).toEqual([
      { file: 'package.json', lost: ['    "check": "jest"'], gained: ['    "check": "true"'] },
    ]);
  });

  test.each([
    ['a test that is gone', TESTS.replace("it('b', f);", ''), 1],
    ['a test that is skipped', TESTS.replace('it(', 'it.skip('), 1],
    ['tests that are skipped one by one', TESTS.replace('test.each', 'test.skip.each'), 1],
    ['a test that is only planned', TESTS.replace('it(', 'it.todo('), 1],
  ])('are fewer by %s', (_, text, is) => {
    const file = 'test/a.test.ts';
    expect(changes({ [file]: TESTS }, { [file]: text })?.fewerTests).toEqual([
      { file, was: 2, is },
    ]);
  });

  test('are fewer by a file that is gone, and not by one that is new', () => {
    const [a, b] = ['test/a.test.ts', 'test/b.integ.ts'];
    expect(changes({ [a]: TESTS }, { [b]: TESTS })?.fewerTests).toEqual([
      { file: a, was: 2, is: 0 },
    ]);
  });

  test('are fewer by a policy that nothing is judged by', () => {
    const side = (...judged: ReturnType<typeof aResult>[]) => ({ judged, checks: checks({}) });
    const other = aResult({ rule: { ...aResult().rule, id: 'Approval' } });
    expect(sourceCheckChanges(side(aResult(), other), side(aResult()))?.droppedRules).toEqual([
      'Approval',
    ]);
  });

  test('are kept in the evidence of an assembly', () => {
    const assembly = mkdtempSync(join(folder, 'assembly-'));
    writeEvidence(assembly, [aResult()]);
    expect(guardsBeside(assembly)).toBeUndefined();
    const kept = checks({ 'tools/check.ts': '1' });
    const pipeline = { Resources: { P: { Type: 'AWS::CodePipeline::Pipeline' } } };
    keepGuards(assembly, kept, { P: pipeline, Data: { Resources: {} } });
    expect(guardsBeside(join(assembly, 'stage'))).toEqual({
      checks: kept,
      pipelines: { P: pipeline },
    });
    expect(judgedBeside(assembly)).toEqual([aResult()]);
    rmSync(join(assembly, EVIDENCE_FILE));
    expect(guardsBeside(assembly)).toBeUndefined();
  });
});

describe('the page of a change of the checks', () => {
  const revisions = { base: 'main', head: 'mine', at: new Date(0) };
  const files = [{ file: '.ci/run', lost: ['npm run check'], gained: ['true <b>'] }];
  const none = { files: [], fewerTests: [], droppedRules: [] };

  test('names the file with its lines', () => {
    const review = aReview({ checks: { ...none, files } });
    expect(verdictOf(review)).toBe('Nothing changes; checks change in 1 file');
    expect(toHtml(review, revisions)).toContain('<header class="good">');
    expect(toHtml(review, revisions)).toContain('- npm run check\n+ true &lt;b&gt;');
    expect(toMarkdown(review, revisions)).toContain(
      '- `.ci/run` changes: `- npm run check` `+ true <b>`',
    );
  });

  test.each([
    [
      'fewer tests',
      { fewerTests: [{ file: 'a.test.ts', was: 2, is: 1 }] },
      'fewer tests in 1 file',
    ],
    ['a policy less', { droppedRules: ['Approval'] }, '1 policy dropped'],
  ])('is red for %s', (_, change, expected) => {
    const review = aReview({ checks: { ...none, ...change } });
    expect(verdictOf(review)).toBe(`Nothing changes; ${expected}`);
    expect(toHtml(review, revisions)).toContain('<header class="bad">');
  });

  test('says so when nothing was compared', () => {
    const review = aReview({ checks: undefined });
    expect(toHtml(review, revisions)).toContain('what is deployed does not tell of them');
    expect(toMarkdown(review, revisions)).toContain('what is deployed does not tell of them');
  });
});
