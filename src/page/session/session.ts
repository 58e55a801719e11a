import type { Scope } from '../client/contract';
import { Store } from '../state/store';

/** Who is at the page, as the API names them. */
export interface Me {
  readonly actor: string;
  readonly name: string;
  readonly scopes: readonly Scope[];
}

export type SessionState =
  /** It is being found out, by other tabs or the provider. */
  | { readonly kind: 'unknown' }
  | { readonly kind: 'signed_out'; readonly reason: 'none' | 'refused' | 'ended' | 'failed' }
  | {
      readonly kind: 'signed_in';
      readonly as: 'person' | 'key';
      /** null until the API has said it. */
      readonly me: Me | null;
    };

/** What each request to the API carries; a person's token is renewed when it must be. */
type Credential = () => string | Promise<string>;

/** Gone with the tab: a key on a shared desk must not outlive the visit. */
const STORAGE_KEY = 'streamtech.key';

/** Whether a text can travel in a header at all. */
export function canBeKey(text: string): boolean {
  return /^[\x21-\x7e]+$/.test(text);
}

/** Who is at the page, by a key or as a person, and what they may do. */
class Session extends Store<SessionState> {
  private credential: Credential | null = null;

  bearer(): string | Promise<string> | null {
    return this.credential?.() ?? null;
  }

  /** With a key; `me` where the API has said already whose it is. */
  begin(key: string, me: Me | null = null): void {
    sessionStorage.setItem(STORAGE_KEY, key);
    this.credential = () => key;
    this.set({ kind: 'signed_in', as: 'key', me });
  }

  beginAs(person: Credential): void {
    this.credential = person;
    this.set({ kind: 'signed_in', as: 'person', me: null });
  }

  end(reason: 'none' | 'refused' | 'ended' | 'failed'): void {
    sessionStorage.removeItem(STORAGE_KEY);
    this.credential = null;
    this.set({ kind: 'signed_out', reason });
  }

  know(me: Me): void {
    if (this.value.kind === 'signed_in') this.set({ ...this.value, me });
  }

  /** Whether this may be done, as far as is known. */
  may(scope: Scope): boolean {
    return this.value.kind === 'signed_in' && (this.value.me?.scopes.includes(scope) ?? true);
  }

  /** The API has refused what it takes, since the rights were read. */
  lacks(refused: string): void {
    const { value } = this;
    if (value.kind !== 'signed_in' || !value.me?.scopes.some((scope) => scope === refused)) return;
    const scopes = value.me.scopes.filter((scope) => scope !== refused);
    this.set({ ...value, me: { ...value.me, scopes } });
  }

  /**
   * Takes the key from `#key=…`, which a link may carry because a fragment is never sent to a server,
   * and removes it from the address bar and the history; else the one of this tab.
   */
  restore(): boolean {
    const fragment = new URLSearchParams(location.hash.slice(1)).get('key');
    if (fragment !== null) {
      history.replaceState(history.state, '', location.pathname + location.search);
    }
    const key = fragment ?? sessionStorage.getItem(STORAGE_KEY);
    if (key === null || !canBeKey(key)) return false;
    this.begin(key);
    return true;
  }
}

export const session = new Session({ kind: 'signed_out', reason: 'none' });
