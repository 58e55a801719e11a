import type { RuleEntry } from '../../lib/compliance/ledger';
import type { Judged } from './judged';
import type { SourceChecks } from './source-checks';

/** What the checks in the source would no longer be. */
export interface SourceCheckChanges {
  /** Lines that only one side has, of each file that differs. */
  readonly files: readonly { file: string; lost: readonly string[]; gained: readonly string[] }[];
  /** Test files with fewer tests, or none. */
  readonly fewerTests: readonly { file: string; was: number; is: number }[];
  /** Ids of policies that nothing is judged by any more. */
  readonly droppedRules: readonly RuleEntry['id'][];
}

interface Side {
  readonly judged: Judged;
  readonly checks?: SourceChecks | undefined;
}

/** @returns undefined when one side does not tell */
export function sourceCheckChanges(base: Side, head: Side): SourceCheckChanges | undefined {
  const [was, is] = [base.checks, head.checks];
  if (was === undefined || is === undefined) return undefined;
  const files = [...new Set([...Object.keys(was.files), ...Object.keys(is.files)])].sort();
  const rules = (judged: Judged) => new Set(judged?.map(({ rule }) => rule.id));
  const asked = rules(head.judged);
  return {
    files: files
      .filter((file) => was.files[file] !== is.files[file])
      .map((file) => {
        const [before, after] = [linesOf(was.files[file]), linesOf(is.files[file])];
        return { file, lost: only(before, after), gained: only(after, before) };
      }),
    fewerTests: Object.entries(was.tests)
      .map(([file, count]) => ({ file, was: count, is: is.tests[file] ?? 0 }))
      .filter((each) => each.is < each.was),
    droppedRules: [...rules(base.judged)].filter((id) => !asked.has(id)),
  };
}

function linesOf(text = ''): string[] {
  return text.split('\n').filter((line) => line.trim() !== '');
}

/** A line that stands there twice, and once on the other side, is told of once. */
function only(lines: readonly string[], others: readonly string[]): string[] {
  const left = [...others];
  return lines.filter((line) => {
    const at = left.indexOf(line);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}
