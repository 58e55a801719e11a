import type { Scope } from '../client/contract';
import type { Dictionary } from '../i18n/en';
import { useText } from '../i18n/language';
import { type Me, session } from '../session/session';
import { useStore } from './store';

/** Whether the reader may change things, as far as is known. */
export function useWriting(): 'allowed' | 'refused' {
  return useMay('write') ? 'allowed' : 'refused';
}

export function useMay(scope: Scope): boolean {
  useStore(session);
  return session.may(scope);
}

/** Who is here, as far as is known. */
export function useMe(): Me | null {
  const state = useStore(session);
  return state.kind === 'signed_in' ? state.me : null;
}

/** Of a person who has signed in. */
export function useOwnName(): string | undefined {
  const state = useStore(session);
  return state.kind === 'signed_in' && state.as === 'person' ? state.me?.name : undefined;
}

interface Locked {
  readonly disabled: true;
  /** Why. */
  readonly title: string;
}

/** What a button that needs a scope has: of those who may not, that it is disabled, and why. */
export function useLocks(): (scope: Scope) => Partial<Locked> {
  useStore(session);
  const { text } = useText();
  return (scope) => (session.may(scope) ? {} : { disabled: true, title: whyNot(scope, text) });
}

/** Why it may not be done: a key has not the scope, a person not the group. */
export function whyNot(scope: Scope, { errors }: Dictionary): string {
  const { value } = session;
  const isPerson = value.kind === 'signed_in' && value.as === 'person';
  const [ofPerson, ofKey] = (
    {
      read: [errors.personNoGroup, errors.keyNoRead],
      write: [errors.personReadOnly, errors.readOnly],
      approve: [errors.personNotApprover, errors.approverNeeded],
      legal: [errors.personNotLegal, errors.legalNeeded],
    } as const
  )[scope];
  return isPerson ? ofPerson : ofKey;
}
