import { isUnlike, LOUDNESS_TOLERANCE } from '../domain/quality/declared-loudness';
import type { Qc } from '../domain/qc';
import { loudnessText } from './format';
import type { ReportWords } from './words';

type Report = NonNullable<Qc['report']>;

/** What a reader must review where the supplier told another loudness than was measured; null = nothing. */
export function unlikeDeclared(
  { declared, loudness }: Pick<Report, 'declared' | 'loudness'>,
  words: ReportWords,
): { readonly what: string; readonly value: string; readonly limit: string } | null {
  if (!isUnlike(declared)) return null;
  return {
    what: words.likeDeclared(String(LOUDNESS_TOLERANCE)),
    value: loudness === null ? words.notMeasured : loudnessText(loudness),
    limit: words.bracketed(loudnessText(declared.lufs), words.facts.declared),
  };
}
