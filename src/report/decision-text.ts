import type { Certificate, Decision, ManualFinding } from '../domain/quality/decisions';
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
  if (kind === 'certified') return certificateText(decision, words);
  if (kind === 'uncertified') {
    const attached = all.find((each) => each.kind === 'certified' && each.id === decision.id);
    const what = attached?.kind === 'certified' ? certificateText(attached, words) : decision.id;
    return words.bracketed(decision.reason, what);
  }
  if (kind !== 'withdrawn') return decision.reason;
  const found = all.find((each) => each.kind === 'found' && each.id === decision.id);
  const what = found?.kind === 'found' ? findingText(found, words) : decision.id;
  return words.bracketed(decision.reason, what);
}

/** What tested, and the file that says so. */
export function certificateText(
  { device, number, fileName }: Pick<Certificate, 'device' | 'number' | 'fileName'>,
  words: ReportWords,
): string {
  const what = [device, number].filter((part) => part !== null).join(words.separator);
  return words.bracketed(what, fileName);
}

function findingText(
  finding: Pick<ManualFinding, 'finding' | 'startSeconds' | 'endSeconds' | 'comment'>,
  words: ReportWords,
): string {
  const what = words.labelled(words.findingKinds[finding.finding], finding.comment);
  return [intervalText(finding, words), what].join(' ');
}
