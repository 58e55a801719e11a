import { withMinus } from '../../report/format';
import type { Draft, MappedProgramme, Profile } from '../client/contract';

type Rule = Profile['rules'][number];

/** What is entered of a draft: everything, changed or not. */
interface Entered extends Pick<Profile, 'name'> {
  readonly document: string;
  readonly programmes: readonly MappedProgramme[];
  readonly rules: readonly Rule[];
}

/** What of it differs from the copied profile. */
export function draftOf(base: Profile, { name, document, programmes, rules }: Entered): Draft {
  return {
    name,
    document,
    programmes: programmes.length === 0 ? null : [...programmes],
    rules: rules.flatMap((rule) => {
      const before = base.rules.find(({ id }) => id === rule.id);
      const isSame = (field: 'must' | 'severity' | 'text') =>
        JSON.stringify(rule[field]) === JSON.stringify(before?.[field]);
      if (isSame('must') && isSame('severity') && isSame('text')) return [];
      const { id, must, severity, text } = rule;
      return [
        {
          id,
          ...(!isSame('must') && { must }),
          ...(!isSame('severity') && { severity }),
          ...(!isSame('text') && { text }),
        },
      ];
    }),
  };
}

/** The text of a rule with its new limits in the place of the old ones, where they stand in it just once. */
export function changedText({ must: before, text }: Rule, must: Rule['must']): Rule['text'] {
  const changes = numbersOf(before).flatMap((from, index) => {
    const to = numbersOf(must)[index];
    return to === undefined || to === from ? [] : [{ from, to }];
  });
  const change = (told: string) => changes.reduce(withLimit, told);
  return { ja: change(text.ja), en: change(text.en) };
}

function numbersOf(must: Rule['must']): readonly number[] {
  switch (must.be) {
    case 'atMost':
    case 'atLeast':
      return [must.limit];
    case 'between':
      return [must.low, must.high];
    case 'noneLongerThan':
      return [must.seconds];
    case 'equals':
      return typeof must.value === 'number' ? [must.value] : [];
    case 'oneOf':
    case 'none':
      return [];
  }
}

/** With one decimal, as levels of sound are written, or as it is. */
function withLimit(told: string, { from, to }: { from: number; to: number }): string {
  for (const write of [
    (n: number) => withMinus(n.toFixed(1)),
    (n: number) => withMinus(String(n)),
  ]) {
    const parts = told.split(
      new RegExp(`(?<![\\d.−])${write(from).replace('.', '\\.')}(?![\\d.]\\d)`),
    );
    if (parts.length === 2) return parts.join(write(to));
  }
  return told;
}
