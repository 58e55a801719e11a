import { useText, language as choice } from '../i18n/language';
import type { Language } from '../i18n/languages';
import { signOutPerson } from '../session/provider';
import { session } from '../session/session';
import { useStore } from '../state/store';
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
