import type { ComponentChildren } from 'preact';

interface TextFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onInput: (value: string) => void;
  readonly hint?: string;
  readonly maxLength?: number;
  /** @default true */
  readonly required?: boolean;
  readonly pattern?: string;
  readonly inputMode?: 'decimal' | 'numeric' | 'text';
  /** Language of what is entered. */
  readonly lang?: string;
}

export function TextField({ label, value, onInput, hint, maxLength, ...rest }: TextFieldProps) {
  return (
    <label class="field">
      <span>{label}</span>
      <input
        type="text"
        autocomplete="off"
        required
        maxLength={maxLength ?? 500}
        value={value}
        onInput={(event) => {
          onInput(event.currentTarget.value);
        }}
        {...rest}
      />
      {hint !== undefined && <span class="secondary">{hint}</span>}
    </label>
  );
}

/** Fields beside each other, where there is room. */
export function Fields({ children }: { readonly children: ComponentChildren }) {
  return <div class="profile-fields">{children}</div>;
}
