import { Store } from '../state/store';
import { here } from './location';
import { subjectOf } from './views';

/** The list that the reader came from, filters and all, for the way back. */
export const lastList = new Store<URLSearchParams>(new URLSearchParams());

export function followLists(): void {
  const note = () => {
    if (subjectOf(here.value) === null) lastList.set(here.value);
  };
  note();
  here.watch(note);
}
