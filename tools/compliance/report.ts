import type { ResourceEntry, Result, RuleEntry, Verdict } from '../../lib/compliance/ledger';

/** What all the report's forms are made from. */
export interface Report {
  readonly results: readonly Result[];
  /** When the synthesis ended. */
  readonly at: Date;
  /** The commit that was judged, or `unknown` outside of git. */
  readonly commit: string;
}

/** From what needs somebody to what does not. */
export const VERDICTS: readonly Verdict[] = [
  'non-compliant',
  'error',
  'acknowledged',
  'compliant',
  'not applicable',
];

export type Counts = Readonly<Record<Verdict, number>>;

/** Findings that nobody has fixed or acknowledged. */
export function openIn(results: readonly Result[]): Result[] {
  return results.filter(isOpen);
}

export function isOpen({ verdict }: Result): boolean {
  return verdict === 'non-compliant' || verdict === 'error';
}

export function countsOf(results: readonly Result[]): Counts {
  const counts: Record<Verdict, number> = {
    'non-compliant': 0,
    error: 0,
    acknowledged: 0,
    compliant: 0,
    'not applicable': 0,
  };
  for (const { verdict } of results) counts[verdict] += 1;
  return counts;
}

/** The id that a finding is acknowledged by, its brackets included. */
export function findingId({ rule, finding }: Result): string {
  return finding === undefined ? rule.id : `${rule.id}[${finding}]`;
}

export function packsOf(results: readonly Result[]): string[] {
  return [...new Set(results.map(({ rule }) => rule.pack))];
}

export function stacksOf(results: readonly Result[]): string[] {
  return [...new Set(results.map(({ resource }) => resource.stack))].sort();
}

export function rulesOf(results: readonly Result[]): RuleEntry[] {
  return [...new Map(results.map(({ rule }) => [rule.id, rule])).values()];
}

export function resourcesOf(results: readonly Result[]): ResourceEntry[] {
  return [...new Map(results.map(({ resource }) => [resource.path, resource])).values()];
}

/** One finding wherever it is: the same construct stands in every environment. */
export interface Occurrences {
  readonly first: Result;
  readonly all: readonly Result[];
}

/** A stage in a path, and the pipeline around it. */
const STAGE = /^(PipelineStack\/)?StreamTech-[^/]+\//;

/** Findings of the same rule, for the same reason, on the same line of code. */
export function occurrencesOf(results: readonly Result[]): Occurrences[] {
  const groups = new Map<string, { first: Result; all: Result[] }>();
  for (const result of results) {
    const { resource, note = '' } = result;
    const withinStage = resource.path.replace(STAGE, '');
    const key = [findingId(result), note, resource.source, withinStage].join('\n');
    const group = groups.get(key) ?? { first: result, all: [] };
    group.all.push(result);
    groups.set(key, group);
  }
  return [...groups.values()];
}

/** Text for an element or an attribute of HTML or XML. */
export function escapeMarkup(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
