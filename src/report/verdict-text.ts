import type { Standing } from '../domain/quality/decisions';
import type { ReportWords } from './words';

/** A verdict of people is never shown as one of the rules. */
export function verdictText(
  { verdict, verdictBy }: Pick<Standing, 'verdict' | 'verdictBy'>,
  words: ReportWords,
): string {
  const outcome = words.outcomes[verdict];
  if (verdictBy === 'override') return words.byOverride(outcome);
  return verdictBy === 'inspection' && verdict !== 'hold' ? words.byInspection(outcome) : outcome;
}
