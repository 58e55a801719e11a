import type { Result } from '../../lib/compliance/ledger';
import { findingId, isOpen, type Occurrences, occurrencesOf } from '../compliance/report';

/** What the compliance report of one side has and the other has not. */
export interface ComplianceChanges {
  /** Findings that nobody has accepted. */
  readonly opened: readonly Occurrences[];
  /** Findings that are newly accepted, or for another reason. */
  readonly acknowledged: readonly Occurrences[];
  /** Findings that are no longer there. */
  readonly closed: readonly Occurrences[];
}

/** Compares what was found, resource by resource; where the same construct stands, it is said once. */
export function complianceChanges(
  base: readonly Result[],
  head: readonly Result[],
): ComplianceChanges {
  const was = findingsIn(base);
  const is = findingsIn(head);
  const news = [...is].filter(([key, finding]) => !isSame(was.get(key), finding));
  const results = news.map(([, finding]) => finding);
  return {
    opened: occurrencesOf(results.filter(isOpen)),
    acknowledged: occurrencesOf(results.filter((finding) => !isOpen(finding))),
    closed: occurrencesOf([...was].flatMap(([key, finding]) => (is.has(key) ? [] : [finding]))),
  };
}

/** Open or acknowledged, by what and where. The line of code is no part of that: it moves. */
function findingsIn(results: readonly Result[]): Map<string, Result> {
  return new Map(
    results
      .filter((result) => isOpen(result) || result.verdict === 'acknowledged')
      .map((result) => [`${findingId(result)}\n${result.resource.path}`, result]),
  );
}

function isSame(was: Result | undefined, is: Result): boolean {
  return was?.verdict === is.verdict && was.note === is.note;
}
