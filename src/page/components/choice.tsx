import { useText } from '../i18n/language';
import type { Option } from '../location/option';

interface ChoiceProps {
  readonly label: string;
  readonly value: string;
  readonly options: readonly Option[];
  readonly onChoose: (value: string) => void;
  /** The word for the empty value; null = one must be chosen. @default Any */
  readonly none?: string | null;
  readonly class?: string;
}

/** A labelled select. A value from a shared link that is no option is shown as it is. */
export function Choice({ label, value, options, onChoose, none, ...rest }: ChoiceProps) {
  const { text } = useText();
  const isKnown = value === '' || options.some((option) => option.value === value);
  return (
    <label class={`field ${rest.class ?? ''}`}>
      <span>{label}</span>
      <select
        value={value}
        data-set={value !== ''}
        onChange={(event) => {
          onChoose(event.currentTarget.value);
        }}
      >
        {none !== null && <option value="">{none ?? text.list.any}</option>}
        {!isKnown && <option value={value}>{value}</option>}
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </label>
  );
}
