import { Store } from '../state/store';

/*
 * Where the page is: all of it is in the query string, so that every view can be shared as a link and
 * the server has one document to serve, under whatever path.
 */

/** Kept beside each entry of the history, so that going back lands where one left. */
interface EntryState {
  readonly scrollTop: number;
}

class Location extends Store<URLSearchParams> {
  /** Follows the browser's back and forward buttons. */
  listen(): void {
    history.scrollRestoration = 'manual';
    addEventListener('popstate', () => {
      this.set(new URLSearchParams(location.search));
    });
  }

  /** A step that the back button undoes. */
  push(query: URLSearchParams): void {
    const leaving: EntryState = { scrollTop: window.scrollY };
    history.replaceState(leaving, '');
    history.pushState(null, '', hrefOf(query));
    this.set(query);
  }

  /** A change that is no step of its own, such as every letter typed into a search. */
  replace(query: URLSearchParams): void {
    history.replaceState(history.state, '', hrefOf(query));
    this.set(query);
  }

  /** Pixels from the top at which the current entry was left; 0 = it is new. */
  get scrollTop(): number {
    return (history.state as EntryState | null)?.scrollTop ?? 0;
  }
}

export const here = new Location(new URLSearchParams(location.search));

/** A link that keeps the path; commas stay readable. */
export function hrefOf(query: URLSearchParams): string {
  const text = query.toString().replaceAll('%2C', ',').replaceAll('%3A', ':');
  return text === '' ? location.pathname : `?${text}`;
}
