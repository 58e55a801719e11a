import type { ComponentChildren } from 'preact';
import { useText } from '../i18n/language';

export interface Fact {
  readonly label: string;
  /** null = the file does not say, which is a finding too. */
  readonly value: ComponentChildren;
  /** The exact value, where `value` is rounded for people. */
  readonly exact?: string | null;
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
