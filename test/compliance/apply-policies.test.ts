import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CfnResource } from 'aws-cdk-lib';
import { Stack, Validations } from 'aws-cdk-lib';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { NagPack } from 'cdk-nag';
import { applyPolicies } from '../../lib/compliance/apply-policies';
import { readEvidence } from '../../lib/compliance/evidence';
import { Ledger } from '../../lib/compliance/ledger';
import { RecordKeeping } from '../../lib/compliance/record-keeping';
import { RecordedAwsSolutions } from '../../lib/compliance/recorded-packs';
import { anApp } from '../support/factories/app';
import { aStack, synthesize } from '../support/judged';

const PACKS = ['AwsSolutions', 'NIST.800.53.R5', 'StreamTech', 'CloudFormation-Validate'];

describe('applyPolicies', () => {
  const app = anApp(mkdtempSync(join(tmpdir(), 'policies-')));
  const ledger = applyPolicies(app);
  new sqs.CfnQueue(aStack(app, 'dev'), 'Queue');
  new sqs.CfnQueue(aStack(app, 'prod'), 'Queue');
  new sqs.CfnQueue(new Stack(app, 'Pipeline'), 'Queue');
  const said = synthesize(app);

  test('a planted violation fails the synthesis', () => {
    expect(said).toContain('AwsSolutions-SQS3');
    expect(said).toContain('StreamTech-Encryption');
  });

  test.each(['dev/Data', 'prod/Data', 'Pipeline'])('%s is visited by every pack', (stack) => {
    const packs = ledger.results
      .filter(({ resource }) => resource.stack === stack)
      .map(({ rule }) => rule.pack);

    expect([...new Set(packs)]).toEqual(expect.arrayContaining(PACKS));
  });

  test('every rule of a pack leaves a verdict on every resource', () => {
    const resources = ['dev/Data/Queue', 'prod/Data/Queue', 'Pipeline/Queue'];
    for (const pack of PACKS.slice(0, 3)) {
      const results = ledger.results.filter(({ rule }) => rule.pack === pack);
      const rulesOf = (path: string) =>
        new Set(results.filter(({ resource }) => resource.path === path).map(({ rule }) => rule.id))
          .size;

      expect(new Set(resources.map(rulesOf)).size).toBe(1);
      expect(rulesOf('Pipeline/Queue')).toBeGreaterThan(10);
    }
  });

  test('the evidence in the assembly is what was judged', () => {
    expect(readEvidence(app.outdir)).toEqual(ledger.results);
  });

  test('nothing is judged where validation is switched off, and no evidence says otherwise', () => {
    const quick = anApp(mkdtempSync(join(tmpdir(), 'policies-')));
    process.env['CDK_VALIDATION'] = 'false';
    applyPolicies(quick);
    delete process.env['CDK_VALIDATION'];
    new sqs.CfnQueue(aStack(quick, 'dev'), 'Queue');

    expect(synthesize(quick)).not.toContain('SQS3');
    expect(() => readEvidence(quick.outdir)).toThrow(/evidence/);
  });

  test("the toolkit's own report has the same violations", () => {
    const file = join(app.outdir, 'validation-report.json');
    const report = existsSync(file) ? readFileSync(file, 'utf8') : '';

    expect(report).toContain('StreamTech-Encryption[KmsMasterKeyId is missing]');
  });
});

describe('record keeping', () => {
  const REASON = 'This queue is the dead-letter queue itself.';
  const SQS3 = 'AwsSolutions::AwsSolutions-SQS3';

  test('an acknowledged finding keeps its reason', () => {
    const { ledger } = keptRecords((queue) => {
      Validations.of(queue).acknowledge({ id: SQS3, reason: REASON });
    });
    const acknowledged = ledger.results.filter(({ verdict }) => verdict === 'acknowledged');

    expect(acknowledged.map(({ rule, note }) => [rule.id, note])).toEqual([
      ['AwsSolutions-SQS3', REASON],
    ]);
    expect(openIds(ledger)).toEqual(['AwsSolutions-SQS4']);
  });

  test.each([
    ['no reason', SQS3, '', 'RecordKeeping-Reason'],
    ['a word as its reason', SQS3, 'ok', 'RecordKeeping-Reason'],
    [
      'a rule that has no finding here',
      'AwsSolutions::AwsSolutions-S1',
      REASON,
      'RecordKeeping-Current',
    ],
    ['a pack that does not exist', 'NoSuch::AwsSolutions-SQS3', REASON, 'RecordKeeping-Current'],
    ['no pack', 'AwsSolutions-SQS3', REASON, 'RecordKeeping-Current'],
  ])('an acknowledgement with %s fails', (_, id, reason, rule) => {
    const { ledger, said } = keptRecords((queue) => {
      Validations.of(queue).acknowledge({ id, reason });
    });

    expect(openIds(ledger)).toContain(rule);
    expect(said).toContain(rule);
  });

  test('an acknowledgement that covers several resources fails', () => {
    const { ledger } = keptRecords((queue) => {
      const stack = Stack.of(queue);
      new sqs.CfnQueue(stack, 'Another');
      Validations.of(stack).acknowledge({ id: SQS3, reason: REASON });
    });

    expect(openIds(ledger)).toContain('RecordKeeping-Narrow');
  });

  test('a stack that a pack did not visit fails', () => {
    const { ledger } = keptRecords(() => undefined, ['AwsSolutions', 'Absent']);

    expect(openNotes(ledger, 'RecordKeeping-StackVisited')).toEqual(['Absent']);
  });

  test('a rule that cannot decide is open until somebody says why', () => {
    const undecided = keptRecords(() => undefined, ['Broken'], BrokenPack);
    const accepted = keptRecords(
      (queue) => {
        Validations.of(queue).acknowledge({
          id: 'Broken::Broken-Rule',
          reason: 'Nobody can tell here.',
        });
      },
      ['Broken'],
      BrokenPack,
    );

    expect(openIds(undecided.ledger)).toEqual(['Broken-Rule']);
    expect(openIds(accepted.ledger)).toEqual([]);
  });
});

/** A queue judged by the AWS Solutions pack, or by another, and the records on it. */
function keptRecords(
  change: (queue: sqs.CfnQueue) => void,
  packs: readonly string[] = ['AwsSolutions'],
  Pack: new (ledger: Ledger) => NagPack = RecordedAwsSolutions,
): { ledger: Ledger; said: string } {
  const app = anApp();
  const ledger = new Ledger();
  Validations.of(app).addPlugins(new Pack(ledger), new RecordKeeping(ledger, packs));
  change(new sqs.CfnQueue(aStack(app), 'Queue'));
  return { ledger, said: synthesize(app) };
}

function openIds(ledger: Ledger): string[] {
  return ledger.results
    .filter(({ verdict }) => verdict === 'non-compliant' || verdict === 'error')
    .map(({ rule }) => rule.id);
}

function openNotes(ledger: Ledger, rule: string): (string | undefined)[] {
  return ledger.results
    .filter((result) => result.rule.id === rule && result.verdict === 'non-compliant')
    .map(({ note }) => note);
}

class BrokenPack extends NagPack {
  readonly name = 'Broken';

  constructor(private readonly ledger: Ledger) {
    super();
    this.packName = this.name;
  }

  protected checkResource(node: CfnResource): void {
    this.applyRule(
      this.ledger.watch(this.name, {
        node,
        ruleSuffixOverride: 'Rule',
        info: '',
        explanation: '',
        level: 'Error' as never,
        rule: () => {
          throw new Error('an intrinsic function');
        },
      }),
    );
  }
}
