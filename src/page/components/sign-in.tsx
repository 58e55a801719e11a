import { useEffect, useRef, useState } from 'preact/hooks';
import { hasStatus } from '../client/errors';
import { ownerOf } from '../client/owner-of';
import type { Dictionary } from '../i18n/en';
import type { SignInWords } from '../i18n/sign-in/en';
import { useSignInText } from '../i18n/sign-in/sign-in-text';
import { openId, provider } from '../session/provider';
import { session, type SessionState } from '../session/session';
import { explain } from './problem';

type Attempt =
  { readonly kind: 'idle' | 'checking' } | { readonly kind: 'failed'; readonly error: unknown };

type Reason = Extract<SessionState, { kind: 'signed_out' }>['reason'];

export function SignIn({ reason }: { readonly reason: Reason }) {
  const { words } = useSignInText();
  if (!provider) return <KeyForm reason={reason} />;
  return (
    <div class="sign-in card">
      <AsPerson reason={reason} />
      <details>
        <summary>{words.withKey}</summary>
        <KeyForm reason="none" />
      </details>
    </div>
  );
}

/** Leaves for the provider, whose pages ask who it is. */
function AsPerson({ reason }: { readonly reason: Reason }) {
  const { words } = useSignInText();
  const [shown, setShown] = useState(reason);
  useEffect(() => {
    setShown(reason);
    // loaded now, it hears from other tabs that somebody has signed in there
    openId().catch(() => undefined);
  }, [reason]);
  const ask = async () => {
    try {
      await (await openId()).ask();
    } catch {
      setShown('failed');
    }
  };
  const said = {
    none: null,
    refused: words.ended,
    ended: words.ended,
    failed: words.failed,
  }[shown];
  return (
    <>
      <h1>{words.heading}</h1>
      <p class="secondary">{words.personIntro}</p>
      <div role="alert" class={said === null ? '' : 'note note-bad'}>
        {said}
      </div>
      <button type="button" class="button button-main" onClick={() => void ask()}>
        {words.submit}
      </button>
    </>
  );
}

function KeyForm({ reason }: { readonly reason: Reason }) {
  const { text, words } = useSignInText();
  const [attempt, setAttempt] = useState<Attempt>({ kind: 'idle' });
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.focus(), [attempt]);

  const submit = async (event: Event) => {
    event.preventDefault();
    const key = input.current?.value.trim() ?? '';
    if (key === '' || attempt.kind === 'checking') return;
    setAttempt({ kind: 'checking' });
    try {
      session.begin(key, await ownerOf(key));
    } catch (error) {
      setAttempt({ kind: 'failed', error });
    }
  };

  const message = messageFor(attempt, reason, text, words);
  return (
    <form class={provider ? 'key-form' : 'sign-in card'} onSubmit={(event) => void submit(event)}>
      {!provider && <h1>{words.heading}</h1>}
      <p class="secondary">{words.intro}</p>
      <div role="alert" id="sign-in-message" class={message === null ? '' : 'note note-bad'}>
        {message}
      </div>
      <label for="key">{words.key}</label>
      <input
        ref={input}
        id="key"
        type="password"
        autocomplete="off"
        spellcheck={false}
        required
        aria-describedby="sign-in-message"
        aria-invalid={message !== null}
      />
      <button type="submit" class={provider ? 'button' : 'button button-main'}>
        {attempt.kind === 'checking' ? words.checking : provider ? words.submitKey : words.submit}
      </button>
    </form>
  );
}

const UNAUTHORIZED = 401;
const FORBIDDEN = 403;

function messageFor(
  attempt: Attempt,
  reason: Reason,
  text: Dictionary,
  words: SignInWords,
): string | null {
  if (attempt.kind !== 'failed') return reason === 'refused' ? words.signedOut : null;
  if (hasStatus(attempt.error, UNAUTHORIZED)) return words.refused;
  if (hasStatus(attempt.error, FORBIDDEN)) return text.errors.keyNoRead;
  return explain(attempt.error, text);
}
