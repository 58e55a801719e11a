import { toCsv } from '../../../tools/compliance/csv';
import { toSarif } from '../../../tools/compliance/sarif';
import { summaryOf } from '../../../tools/compliance/summary';
import { aReport, aResult } from '../../support/factories/compliance-report';

const REASON = 'This is the dead-letter queue itself.';

const open = aResult({ verdict: 'non-compliant', finding: 'Action::s3:Get*' });
const undecided = aResult({ verdict: 'error', note: 'an <intrinsic>' });
const acknowledged = aResult({ verdict: 'acknowledged', note: REASON });
const passed = aResult();
const idle = aResult({ verdict: 'not applicable' });

describe('CSV', () => {
  test('has a line a result, under its column names', () => {
    const [head, first] = toCsv([acknowledged]).split('\r\n');

    // a byte order mark: without it Excel garbles Japanese
    expect(head).toBe('\uFEFFstack,pack,rule,result,resource,type,logical id,source,note');
    expect(first).toBe(
      `StreamTech-dev/Data,AwsSolutions,AwsSolutions-SQS3,acknowledged,StreamTech-dev/Data/Queue,AWS::SQS::Queue,Queue,lib/constructs/work-queue.ts:12,${REASON}`,
    );
  });

  test.each([
    ['a "quoted", text', '"a ""quoted"", text"'],
    ['two\nlines', '"two\nlines"'],
    ['=HYPERLINK(1)', "'=HYPERLINK(1)"],
    ['＝HYPERLINK(1)', "'＝HYPERLINK(1)"],
    ['\t=1', "'\t=1"],
    ['@SUM(1)', "'@SUM(1)"],
  ])('a cell of %j is written as %j', (note, cell) => {
    expect(toCsv([aResult({ note })])).toContain(`,${cell}\r\n`);
  });
});

describe('SARIF', () => {
  const log = JSON.parse(toSarif(aReport(open, undecided, acknowledged, passed, idle))) as Sarif;
  const [run] = log.runs;

  test('is version 2.1.0 with a run per pack', () => {
    expect(log.version).toBe('2.1.0');
    expect(log.runs.map(({ tool }) => tool.driver.name)).toEqual(['AwsSolutions']);
  });

  test('has findings only, each by the index of its rule', () => {
    expect(run?.results).toHaveLength(2);
    for (const { ruleId, ruleIndex, message, level } of run?.results ?? []) {
      expect(run?.tool.driver.rules[ruleIndex]?.id).toBe(ruleId);
      expect(message.text).not.toBe('');
      expect(level).toBe('error');
    }
  });

  test('leaves out what is acknowledged, which code hosts would show as an alert', () => {
    expect(run?.results.map(({ message }) => message.text)).toEqual([
      expect.stringContaining('Action::s3:Get*'),
      expect.stringContaining('an <intrinsic>'),
    ]);
    expect(toSarif(aReport(open, acknowledged))).not.toContain('suppressions');
    expect(toSarif(aReport(open, acknowledged))).not.toContain(REASON);
  });

  test('points at the line that makes the resource, where it is known', () => {
    const unknown = { ...open, resource: { ...open.resource, source: '' } };
    const { runs } = JSON.parse(toSarif(aReport(unknown))) as Sarif;

    expect(run?.results[0]?.locations[0]?.physicalLocation).toEqual({
      artifactLocation: { uri: 'lib/constructs/work-queue.ts', uriBaseId: 'REPOSITORY' },
      region: { startLine: 12 },
    });
    expect(runs[0]?.results[0]?.locations[0]).not.toHaveProperty('physicalLocation');
  });

  test('gives every finding a fingerprint of its own', () => {
    const prints = run?.results.map(({ partialFingerprints }) => partialFingerprints.finding);

    expect(new Set(prints).size).toBe(2);
  });
});

describe('the summary', () => {
  test('counts open, acknowledged and passed for each stack and pack', () => {
    const lines = summaryOf([open, undecided, acknowledged, passed, idle]).split('\n');

    expect(lines.find((line) => line.includes('StreamTech-dev/Data'))).toContain('2 / 1 / 1');
  });

  test('lists a finding of several environments once', () => {
    const prod = { ...open, resource: { ...open.resource, path: 'StreamTech-prod/Data/Queue' } };

    expect(summaryOf([open, prod])).toContain('StreamTech-dev/Data/Queue and 1 more');
    expect(summaryOf([open, prod]).match(/SQS3/g)).toHaveLength(1);
  });

  test('says how many findings it leaves to the report', () => {
    const many = Array.from({ length: 23 }, (_, number) =>
      aResult({ verdict: 'non-compliant', path: `StreamTech-dev/Data/Queue${number}` }),
    );

    expect(summaryOf(many)).toContain('and 3 more findings');
  });
});

interface Sarif {
  readonly version: string;
  readonly runs: readonly {
    readonly tool: {
      readonly driver: { readonly name: string; readonly rules: readonly { id: string }[] };
    };
    readonly results: readonly {
      readonly ruleId: string;
      readonly ruleIndex: number;
      readonly level: string;
      readonly message: { readonly text: string };
      readonly partialFingerprints: { readonly finding: string };
      readonly locations: readonly { readonly physicalLocation?: unknown }[];
    }[];
  }[];
}
