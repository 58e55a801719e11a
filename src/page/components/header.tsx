import { useEffect } from 'preact/hooks';
import { useText, language as choice } from '../i18n/language';
import type { Language } from '../i18n/languages';
import { listVideos } from '../client/videos';
import { here } from '../location/location';
import { subjectOf, waitingView } from '../location/views';
import { signOutPerson } from '../session/provider';
import { session } from '../session/session';
import { useStore } from '../state/store';
import { useLive } from '../state/use-live';
import { Icon } from './icon';
import { Link } from './link';

export function Header() {
  const { text } = useText();
  const state = useStore(session);
  const name = state.kind === 'signed_in' ? state.me?.name : undefined;
  return (
    <header class="header">
      <Link to={new URLSearchParams()} class="brand">
        <span class="brand-mark">
          <Icon name="film" />
        </span>
        <span class="brand-name">{text.product}</span>
        <span class="brand-page">{text.catalogue}</span>
      </Link>
      {state.kind === 'signed_in' && state.me?.scopes.includes('approve') && <AwaitingApproval />}
      <LanguageSwitch />
      {name !== undefined && (
        <span class="signed-in-as secondary" title={text.signedInAs(name)}>
          {name}
        </span>
      )}
      {state.kind === 'signed_in' && (
        <button
          type="button"
          class="button button-plain sign-out"
          onClick={() => {
            if (state.as === 'key') session.end('none');
            else void signOutPerson();
          }}
        >
          <Icon name="leave" />
          <span>{text.signOut}</span>
        </button>
      )}
    </header>
  );
}

/** Somebody else may approve what waits, and others propose. */
const PACE_MS = 15_000;
/** More than these are told as "more than". */
const MOST_COUNTED = 50;

/** The way to what waits for approval, with how much it is. */
function AwaitingApproval() {
  const { text } = useText();
  const subject = subjectOf(useStore(here));
  const { data, refresh } = useLive(
    'waiting',
    (signal) => {
      const query = waitingView();
      query.set('limit', String(MOST_COUNTED));
      return listVideos(query, signal);
    },
    () => PACE_MS,
  );
  // who comes from a video may have decided on it
  useEffect(refresh, [subject]);
  return (
    <Link to={waitingView()} class="awaiting-approval">
      {text.awaitingApproval}
      {data && (
        <span class="count">{`${data.items.length}${data.nextCursor === null ? '' : '+'}`}</span>
      )}
    </Link>
  );
}

/** Each language in its own words, so that it is found by those who need it. */
const names: Readonly<Record<Language, string>> = { ja: '日本語', en: 'English' };

function LanguageSwitch() {
  const { language, text } = useText();
  return (
    <div class="switch" role="group" aria-label={text.language}>
      {(Object.keys(names) as Language[]).map((code) => (
        <button
          key={code}
          type="button"
          lang={code}
          aria-pressed={language === code}
          onClick={() => {
            choice.choose(code);
          }}
        >
          {names[code]}
        </button>
      ))}
    </div>
  );
}
