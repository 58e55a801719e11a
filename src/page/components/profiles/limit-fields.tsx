import { useState } from 'preact/hooks';
import type { Profile } from '../../client/contract';
import { halfWidth } from '../../format/half-width';
import { useProfileText } from '../../i18n/profiles/profile-text';
import { TextField } from '../fields';

type Comparison = Profile['rules'][number]['must'];

interface LimitFieldsProps {
  readonly must: Comparison;
  readonly onChange: (must: Comparison) => void;
}

/** The values of a comparison; which comparison it is stays as it is. */
export function LimitFields({ must, onChange }: LimitFieldsProps) {
  const { words } = useProfileText();
  switch (must.be) {
    case 'atMost':
    case 'atLeast':
      return (
        <NumberField
          label={words.bounds[must.be]}
          value={must.limit}
          onChange={(limit) => {
            onChange({ ...must, limit });
          }}
        />
      );
    case 'noneLongerThan':
      return (
        <NumberField
          label={words.bounds.noneLongerThan}
          value={must.seconds}
          onChange={(seconds) => {
            onChange({ ...must, seconds });
          }}
        />
      );
    case 'between':
      return (
        <>
          <NumberField
            label={words.low}
            value={must.low}
            onChange={(low) => {
              onChange({ ...must, low });
            }}
          />
          <NumberField
            label={words.high}
            value={must.high}
            onChange={(high) => {
              onChange({ ...must, high });
            }}
          />
        </>
      );
    case 'equals':
      if (typeof must.value === 'boolean') return null;
      return (
        <ValuesField
          label={words.bounds.equals}
          values={[must.value]}
          onChange={([value = '']) => {
            onChange({ ...must, value });
          }}
        />
      );
    case 'oneOf':
      return (
        <ValuesField
          label={words.bounds.oneOf}
          values={must.values}
          onChange={(values) => {
            onChange({ ...must, values });
          }}
        />
      );
    case 'none':
      return null;
  }
}

interface NumberFieldProps {
  readonly label: string;
  readonly value: number;
  readonly onChange: (value: number) => void;
}

function NumberField({ label, value, onChange }: NumberFieldProps) {
  // as it is typed: a minus sign is on the way to a number
  const [typed, setTyped] = useState(String(value));
  return (
    <TextField
      label={label}
      inputMode="decimal"
      pattern="-?\d+(\.\d+)?"
      value={typed}
      onInput={(input) => {
        const text = halfWidth(input).replace('−', '-').trim();
        setTyped(text);
        if (/^-?\d+(\.\d+)?$/.test(text)) onChange(Number(text));
      }}
    />
  );
}

interface ValuesFieldProps<T extends number | string> {
  readonly label: string;
  readonly values: readonly T[];
  readonly onChange: (values: T[]) => void;
}

/** Several with commas between them, each of the type that they have. */
function ValuesField<T extends number | string>({ label, values, onChange }: ValuesFieldProps<T>) {
  const [typed, setTyped] = useState(values.join(', '));
  const isNumber = typeof values[0] === 'number';
  return (
    <TextField
      label={label}
      value={typed}
      onInput={(input) => {
        setTyped(input);
        const parts = input.split(',').map((part) => part.trim());
        const made = parts
          .filter((part) => part !== '')
          .map((part) => (isNumber && !Number.isNaN(Number(part)) ? Number(part) : part));
        onChange(made as T[]);
      }}
    />
  );
}
