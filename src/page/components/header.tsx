import { useText, language as choice } from '../i18n/language';
import type { Language } from '../i18n/languages';
import { session } from '../session/session';
import { useStore } from '../state/store';
import { Icon } from './icon';
import { Link } from './link';

export function Header() {
  const { text } = useText();
  const signedIn = useStore(session).kind === 'signed_in';
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
      {signedIn && (
        <button
          type="button"
          class="button button-plain sign-out"
          onClick={() => {
            session.end('none');
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
