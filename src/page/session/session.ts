import { Store } from '../state/store';

export type SessionState =
  | { readonly kind: 'signed_out'; readonly reason: 'none' | 'refused' }
  | {
      readonly kind: 'signed_in';
      readonly key: string;
      /** `refused` once the API has said 403; until then nobody knows. */
      readonly writing: 'not_refused' | 'refused';
    };

/** Gone with the tab: a key on a shared desk must not outlive the visit. */
const STORAGE_KEY = 'streamtech.key';

/** Whether a text can travel in a header at all. */
export function canBeKey(text: string): boolean {
  return /^[\x21-\x7e]+$/.test(text);
}

/** Who is at the page: the API key and what is known of its rights. */
class Session extends Store<SessionState> {
  get key(): string | null {
    return this.value.kind === 'signed_in' ? this.value.key : null;
  }

  begin(key: string): void {
    sessionStorage.setItem(STORAGE_KEY, key);
    this.set({ kind: 'signed_in', key, writing: 'not_refused' });
  }

  end(reason: 'none' | 'refused'): void {
    sessionStorage.removeItem(STORAGE_KEY);
    this.set({ kind: 'signed_out', reason });
  }

  refuseWriting(): void {
    if (this.value.kind === 'signed_in') this.set({ ...this.value, writing: 'refused' });
  }

  /**
   * Takes the key from `#key=…`, which a link may carry because a fragment is never sent to a server,
   * and removes it from the address bar and the history; else the one of this tab.
   */
  restore(): void {
    const fragment = new URLSearchParams(location.hash.slice(1)).get('key');
    if (fragment !== null) {
      history.replaceState(history.state, '', location.pathname + location.search);
    }
    const key = fragment ?? sessionStorage.getItem(STORAGE_KEY);
    if (key !== null && canBeKey(key)) this.begin(key);
  }
}

export const session = new Session({ kind: 'signed_out', reason: 'none' });
