import type { ComponentChildren } from 'preact';
import type { Dictionary } from '../i18n/en';
import { useText } from '../i18n/language';
import type { Language } from '../i18n/languages';

export interface Fact {
  readonly label: string;
  /** null = the file does not say, which is a finding too. */
  readonly value: ComponentChildren;
  /** The exact value, where `value` is rounded for people. */
  readonly exact?: string | null;
}

/**
 * The row of each field, in their order, or null for what is shown elsewhere. Made for all fields of a
 * type, so that the compiler asks for the row of a new one.
 */
export type FactsOf<Of> = {
  readonly [Field in keyof Of]-?:
    ((of: Of, text: Dictionary, language: Language) => Fact | null) | null;
};

/** The rows of some fields of an object. */
export function factsOf<Of>(
  rows: Partial<FactsOf<Of>>,
  of: Of,
  text: Dictionary,
  language: Language,
): Fact[] {
  return Object.values<FactsOf<Of>[keyof Of] | undefined>(rows).flatMap(
    (row) => row?.(of, text, language) ?? [],
  );
}

interface FactTableProps {
  readonly caption: string;
  readonly facts: readonly Fact[];
}

/** Names on the left, values on the right. */
export function FactTable({ caption, facts }: FactTableProps) {
  const { text } = useText();
  return (
    <table class="facts">
      <caption>{caption}</caption>
      <tbody>
        {facts.map(({ label, value, exact }) => (
          <tr key={label}>
            <th scope="row">{label}</th>
            <td>
              {value ?? <span class="absent">{text.notDeclared}</span>}
              {exact && <span class="secondary">{exact}</span>}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
