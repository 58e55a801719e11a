import type { Result } from '../../../lib/compliance/ledger';
import type { Report } from '../../../tools/compliance/report';

/** A result as it passes; what matters to a test is said, the rest is plausible. */
export function aResult(overrides: Partial<Result> & { readonly path?: string } = {}): Result {
  const { path = 'StreamTech-dev/Data/Queue', ...others } = overrides;
  return {
    rule: {
      pack: 'AwsSolutions',
      id: 'AwsSolutions-SQS3',
      statement: 'The queue has no dead-letter queue.',
      reason: 'Messages would be lost.',
    },
    resource: {
      path,
      stack: path.split('/').slice(0, 2).join('/'),
      type: 'AWS::SQS::Queue',
      logicalId: 'Queue',
      template: 'Data.template.json',
      source: 'lib/constructs/work-queue.ts:12',
    },
    verdict: 'compliant',
    ...others,
  };
}

export function aReport(...results: Result[]): Report {
  return { results, at: new Date('2026-11-22T15:00:00Z'), commit: 'abc1234' };
}
