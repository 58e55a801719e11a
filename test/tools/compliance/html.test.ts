import { toHtml } from '../../../tools/compliance/html';
import { aReport, aResult } from '../../support/factories/compliance-report';

const acknowledged = aResult({ verdict: 'acknowledged', note: 'A true reason of some length.' });

describe('the page', () => {
  test.each([
    ['Compliant: no open finding', aReport(aResult(), acknowledged)],
    ['Not compliant: 1 open finding', aReport(aResult({ verdict: 'non-compliant' }))],
    [
      'Not compliant: 2 open findings',
      aReport(aResult({ verdict: 'error' }), aResult({ verdict: 'non-compliant' })),
    ],
  ])('says first: %s', (verdict, report) => {
    expect(toHtml(report)).toContain(`<h1>${verdict}</h1>`);
  });

  test('reads without scripts: findings, reasons and rules are markup', () => {
    const page = toHtml(aReport(aResult({ verdict: 'non-compliant' }), acknowledged));
    const markup = page.replaceAll(/<script[^]*?<\/script>/g, '');

    expect(markup).toContain('lib/constructs/work-queue.ts:12');
    expect(markup).toContain('A true reason of some length.');
    expect(markup).toContain('Messages would be lost.');
  });

  test('loads nothing from elsewhere', () => {
    const page = toHtml(aReport(aResult()));

    expect(page).not.toMatch(/(?:src|href)="(?!data:|#)/);
    expect(page).not.toMatch(/@import|url\(/);
    expect(page).toContain("default-src 'none'");
  });

  test('escapes what comes from the templates', () => {
    const hostile = aResult({ verdict: 'acknowledged', note: '</script><b>x</b>' });
    const page = toHtml(aReport(hostile));

    expect(page).toContain('&lt;/script&gt;&lt;b&gt;x');
    expect(page.match(/<\/script>/g)).toHaveLength(2);
  });

  test('leaves out what is not applicable, which follows from the packs of a resource', () => {
    const page = toHtml(
      aReport(aResult(), aResult({ verdict: 'not applicable', path: 'StreamTech-dev/Data/Key' })),
    );
    const data = /id="data">(.*?)<\/script>/s.exec(page)?.[1] ?? '';

    expect(JSON.parse(data)).toEqual({
      rules: [['AwsSolutions', 'AwsSolutions-SQS3']],
      resources: [
        [
          'StreamTech-dev/Data/Queue',
          'StreamTech-dev/Data',
          'AWS::SQS::Queue',
          'lib/constructs/work-queue.ts:12',
          [],
        ],
        [
          'StreamTech-dev/Data/Key',
          'StreamTech-dev/Data',
          'AWS::SQS::Queue',
          'lib/constructs/work-queue.ts:12',
          ['AwsSolutions'],
        ],
      ],
      results: [[0, 0, 3, '', '']],
    });
  });
});
