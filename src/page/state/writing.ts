import { session } from '../session/session';
import { useStore } from './store';

/** Whether the reader may change things, as far as is known. */
export function useWriting(): 'allowed' | 'refused' {
  const state = useStore(session);
  return state.kind === 'signed_in' && state.writing === 'not_refused' ? 'allowed' : 'refused';
}
