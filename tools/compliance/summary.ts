import Table from 'cli-table3';
import type { Result } from '../../lib/compliance/ledger';
import { countsOf, findingId, occurrencesOf, openIn, packsOf, stacksOf } from './report';
import { counted } from '../terminal/amounts';

/** Open findings that the terminal lists; the report has all of them. */
const LISTED = 20;

/** The table for the terminal: a line per stack, a column per pack, then what is open. */
export function summaryOf(results: readonly Result[]): string {
  const packs = packsOf(results);
  const table = new Table({
    head: ['open / acknowledged / passed', ...packs],
    colAligns: ['left', ...packs.map(() => 'right' as const)],
    style: { head: [], border: [], compact: true },
  });
  for (const stack of stacksOf(results)) {
    const own = results.filter(({ resource }) => resource.stack === stack);
    table.push([stack, ...packs.map((pack) => cell(own.filter(({ rule }) => rule.pack === pack)))]);
  }
  table.push([
    'all',
    ...packs.map((pack) => cell(results.filter(({ rule }) => rule.pack === pack))),
  ]);
  return [table.toString(), ...openLines(openIn(results))].join('\n');
}

function cell(results: readonly Result[]): string {
  const counts = countsOf(results);
  return `${counts['non-compliant'] + counts.error} / ${counts.acknowledged} / ${counts.compliant}`;
}

function openLines(open: readonly Result[]): string[] {
  const findings = occurrencesOf(open);
  const lines = findings.slice(0, LISTED).map(({ first, all }) => {
    const { resource, note = '' } = first;
    const elsewhere = all.length > 1 ? ` and ${all.length - 1} more` : '';
    return `  ${findingId(first)}\n    ${resource.path}${elsewhere}  ${resource.source}  ${note}`.trimEnd();
  });
  const rest = findings.length - lines.length;
  return rest > 0 ? [...lines, `  and ${counted(rest, 'more finding')}, in the report`] : lines;
}
