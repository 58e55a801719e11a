import { here } from '../location/location';
import { session } from './session';

/** Who signs people in, and which client of theirs the page is. */
export interface Provider {
  readonly issuer: string;
  readonly clientId: string;
}

/** As the server wrote it into index.html; null = this platform takes API keys alone. */
export const provider = readProvider();

function readProvider(): Provider | null {
  const content = document.querySelector<HTMLMetaElement>('meta[name="sign-in"]')?.content;
  return content?.startsWith('{') ? (JSON.parse(content) as Provider) : null;
}

const SIGNED_IN_MARK = 'streamtech.signed-in';

/** Code that only people need, in a file of its own. */
export const openId = async () => {
  if (!provider) throw new Error('no provider signs people in here');
  return (await import('./open-id')).openIdOf(provider, {
    session,
    here,
    signedInMark: SIGNED_IN_MARK,
  });
};

/** Here, in every tab, and at the provider; here at least, when that does not answer. */
export function signOutPerson(): Promise<void> {
  return openId()
    .then((each) => each.signOut())
    .catch(() => {
      session.end('none');
    });
}

/** By the answer of the provider in the address, by another tab, or by the session at the provider. */
export function restorePerson(): void {
  if (!provider) return;
  const query = new URLSearchParams(location.search);
  const isAnswer = query.has('state') && (query.has('code') || query.has('error'));
  if (!isAnswer && localStorage.getItem(SIGNED_IN_MARK) === null) return;
  session.set({ kind: 'unknown' });
  openId()
    .then((each) => (isAnswer ? each.takeAnswer() : each.resume()))
    .catch(() => {
      session.end('failed');
    });
}
