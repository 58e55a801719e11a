import { useEffect, useRef, useState } from 'preact/hooks';
import { hasStatus } from '../client/errors';
import { checkKey } from '../client/check-key';
import { useText } from '../i18n/language';
import type { Dictionary } from '../i18n/en';
import { session } from '../session/session';
import { explain } from './problem';

type Attempt =
  { readonly kind: 'idle' | 'checking' } | { readonly kind: 'failed'; readonly error: unknown };

export function SignIn({ reason }: { readonly reason: 'none' | 'refused' }) {
  const { text } = useText();
  const [attempt, setAttempt] = useState<Attempt>({ kind: 'idle' });
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.focus(), [attempt]);

  const submit = async (event: Event) => {
    event.preventDefault();
    const key = input.current?.value.trim() ?? '';
    if (key === '' || attempt.kind === 'checking') return;
    setAttempt({ kind: 'checking' });
    try {
      await checkKey(key);
      session.begin(key);
    } catch (error) {
      setAttempt({ kind: 'failed', error });
    }
  };

  const message = messageFor(attempt, reason, text);
  return (
    <form class="sign-in card" onSubmit={(event) => void submit(event)}>
      <h1>{text.signIn.heading}</h1>
      <p class="secondary">{text.signIn.intro}</p>
      <div role="alert" id="sign-in-message" class={message === null ? '' : 'note note-bad'}>
        {message}
      </div>
      <label for="key">{text.signIn.key}</label>
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
      <button type="submit" class="button button-main">
        {attempt.kind === 'checking' ? text.signIn.checking : text.signIn.submit}
      </button>
    </form>
  );
}

const UNAUTHORIZED = 401;
const FORBIDDEN = 403;

function messageFor(attempt: Attempt, reason: 'none' | 'refused', text: Dictionary): string | null {
  if (attempt.kind !== 'failed') return reason === 'refused' ? text.signIn.signedOut : null;
  if (hasStatus(attempt.error, UNAUTHORIZED)) return text.signIn.refused;
  if (hasStatus(attempt.error, FORBIDDEN)) return text.signIn.forbidden;
  return explain(attempt.error, text);
}
