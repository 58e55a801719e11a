import type { Result } from '../../lib/compliance/ledger';
import { csvHeader, csvLine } from '../../src/report/csv';
import { findingId } from './report';

const COLUMNS = [
  'stack',
  'pack',
  'rule',
  'result',
  'resource',
  'type',
  'logical id',
  'source',
  'note',
] as const;

/** A rule on a resource a line, as RFC 4180 has it. */
export function toCsv(results: readonly Result[]): string {
  const lines = results.map((result) => {
    const { rule, resource, verdict, note = '' } = result;
    const { stack, path, type, logicalId, source } = resource;
    return [stack, rule.pack, findingId(result), verdict, path, type, logicalId, source, note];
  });
  return [csvHeader(COLUMNS), ...lines.map(csvLine)].join('');
}
