import { useEffect } from 'preact/hooks';
import { Announcer } from './components/announcer';
import { Header } from './components/header';
import { ListPage } from './components/list-page';
import { part } from './components/part';
import { UploadPanel } from './components/upload-panel';
import { useText } from './i18n/language';
import { here } from './location/location';
import { useArrival } from './location/use-arrival';
import { isOfAudit, isOfProfiles, subjectOf, videoIdIn } from './location/views';
import { session } from './session/session';
import { useStore } from './state/store';

const SignIn = part(async () => (await import('./components/sign-in')).SignIn);
const VideoPage = part(async () => (await import('./components/video-page')).VideoPage);
const ProfilesPage = part(
  async () => (await import('./components/profiles/profiles-page')).ProfilesPage,
);

const AuditPage = part(async () => (await import('./components/audit/audit-page')).AuditPage);

export function App() {
  const { language, text } = useText();
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  return (
    <>
      <a class="skip" href="#main">
        {text.skipToContent}
      </a>
      <Header />
      <main id="main" tabIndex={-1}>
        <View />
      </main>
      <footer class="footer secondary">
        <span>{text.jstNote}</span>
        <a href="docs">{text.apiDocs}</a>
      </footer>
      <Announcer />
    </>
  );
}

function View() {
  const { text } = useText();
  const state = useStore(session);
  const query = useStore(here);
  useArrival(subjectOf(query));
  if (state.kind === 'unknown') return <p role="status">{text.loading}</p>;
  if (state.kind === 'signed_out') return <SignIn reason={state.reason} />;
  return (
    <>
      <UploadPanel />
      <Subject query={query} />
    </>
  );
}

function Subject({ query }: { readonly query: URLSearchParams }) {
  const id = videoIdIn(query);
  if (isOfProfiles(query)) return <ProfilesPage query={query} />;
  if (isOfAudit(query)) return <AuditPage query={query} />;
  return id === null ? <ListPage query={query} /> : <VideoPage key={id} id={id} />;
}
