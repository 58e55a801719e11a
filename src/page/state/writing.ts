import type { Scope } from '../client/contract';
import type { Dictionary } from '../i18n/en';
import { session } from '../session/session';
import { useStore } from './store';

/** Whether the reader may change things, as far as is known. */
export function useWriting(): 'allowed' | 'refused' {
  return useMay('write') ? 'allowed' : 'refused';
}

export function useMay(scope: Scope): boolean {
  useStore(session);
  return session.may(scope);
}

/** Of a person who has signed in. */
export function useOwnName(): string | undefined {
  const state = useStore(session);
  return state.kind === 'signed_in' && state.as === 'person' ? state.me?.name : undefined;
}

/** Why it may not be done: a key has not the scope, a person not the group. */
export function whyNot(scope: 'read' | 'write' | 'approve', { errors }: Dictionary): string {
  const { value } = session;
  const isPerson = value.kind === 'signed_in' && value.as === 'person';
  if (scope === 'read') return isPerson ? errors.personNoGroup : errors.keyNoRead;
  if (scope === 'write') return isPerson ? errors.personReadOnly : errors.readOnly;
  return isPerson ? errors.personNotApprover : errors.approverNeeded;
}
