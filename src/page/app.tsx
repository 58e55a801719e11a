import { useEffect } from 'preact/hooks';
import { Announcer } from './components/announcer';
import { Header } from './components/header';
import { ListPage } from './components/list-page';
import { part } from './components/part';
import { SignIn } from './components/sign-in';
import { UploadPanel } from './components/upload-panel';
import { useText } from './i18n/language';
import { here } from './location/location';
import { useArrival } from './location/use-arrival';
import { videoIdIn } from './location/views';
import { session } from './session/session';
import { useStore } from './state/store';

const VideoPage = part(async () => (await import('./components/video-page')).VideoPage);

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
  const state = useStore(session);
  const query = useStore(here);
  const id = videoIdIn(query);
  useArrival(id);
  if (state.kind === 'signed_out') return <SignIn reason={state.reason} />;
  return (
    <>
      <UploadPanel />
      {id === null ? <ListPage query={query} /> : <VideoPage key={id} id={id} />}
    </>
  );
}
