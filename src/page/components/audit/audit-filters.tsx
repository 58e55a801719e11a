import type { TargetedEvent } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { AuditAction } from '../../client/contract';
import { useAuditText } from '../../i18n/audit/audit-text';
import { type AuditFilter, withAuditFilter } from '../../location/audit-query';
import { here } from '../../location/location';
import { optionsOf } from '../../location/option';
import { auditView } from '../../location/views';
import { Choice } from '../choice';

/** Its state is the address, nothing else. */
export function AuditFilters({ query }: { readonly query: URLSearchParams }) {
  const { text, words } = useAuditText();
  const set = (name: AuditFilter) => (value: string) => {
    here.push(withAuditFilter(here.value, name, value));
  };
  const value = (name: AuditFilter) => query.get(name) ?? '';
  return (
    <div class="audit-filters">
      <Field label={words.from} type="date" value={value('from')} onSet={set('from')} />
      <Field label={words.to} type="date" value={value('to')} onSet={set('to')} />
      <Choice
        label={words.action}
        value={value('action')}
        options={optionsOf<AuditAction>(words.actions)}
        onChoose={set('action')}
      />
      <Field
        label={words.actor}
        hint={words.actorHint}
        value={value('actor')}
        onSet={set('actor')}
      />
      <Field label={words.videoId} value={value('videoId')} onSet={set('videoId')} />
      <button
        type="button"
        class="button button-plain"
        onClick={() => {
          here.push(auditView());
        }}
      >
        {text.list.clear}
      </button>
    </div>
  );
}

interface FieldProps {
  readonly label: string;
  readonly type?: 'date' | 'text';
  readonly value: string;
  readonly hint?: string;
  /** Once it is entered, not with every letter. */
  readonly onSet: (value: string) => void;
}

function Field({ label, type = 'text', value, hint, onSet }: FieldProps) {
  const [typed, setTyped] = useState(value);
  useEffect(() => {
    setTyped(value);
  }, [value]);
  const input = {
    autocomplete: 'off',
    maxLength: 400,
    value: typed,
    'data-set': value !== '',
    onInput: ({ currentTarget }: InputEventOf) => {
      setTyped(currentTarget.value);
    },
    onChange: ({ currentTarget }: InputEventOf) => {
      onSet(currentTarget.value);
    },
  } as const;
  return (
    <label class="field">
      <span>{label}</span>
      {type === 'date' ? (
        <input type="date" {...input} />
      ) : (
        <input type="text" placeholder={hint} {...input} />
      )}
    </label>
  );
}

type InputEventOf = TargetedEvent<HTMLInputElement>;
