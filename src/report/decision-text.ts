import type { Decision, ManualFinding } from '../domain/quality/decisions';
import { intervalText, loudnessText } from './format';
import type { ReportWords } from './words';

/** By whom. */
export { shownActor } from '../domain/actor';

/** What was decided. */
export function decisionText(decision: Decision, words: ReportWords): string {
  const { kind } = decision;
  if (kind === 'signed') return words.labelled(words.signatureRoles[decision.role], decision.name);
  const what = words.decisionKinds[kind];
  return kind === 'proposed' ? words.labelled(what, words.outcomes[decision.verdict]) : what;
}

/** Why; null = nothing more was said. */
export function decisionReason(
  decision: Decision,
  all: readonly Decision[],
  words: ReportWords,
): string | null {
  const { kind } = decision;
  if (kind === 'signed') return null;
  if (kind === 'approved') return decision.note;
  if (kind === 'declared') return loudnessText(decision.lufs);
  if (kind === 'found') return findingText(decision, words);
  if (kind !== 'withdrawn') return decision.reason;
  const found = all.find((each) => each.kind === 'found' && each.id === decision.id);
  const what = found?.kind === 'found' ? findingText(found, words) : decision.id;
  return words.bracketed(decision.reason, what);
}

function findingText(
  finding: Pick<ManualFinding, 'finding' | 'startSeconds' | 'endSeconds' | 'comment'>,
  words: ReportWords,
): string {
  const what = words.labelled(words.findingKinds[finding.finding], finding.comment);
  return [intervalText(finding, words), what].join(' ');
}
