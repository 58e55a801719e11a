import './styles/page.css';
import { render } from 'preact';
import { App } from './app';
import { followLists } from './location/last-list';
import { followMe } from './client/me';
import { here } from './location/location';
import { restorePerson } from './session/provider';
import { session } from './session/session';
import { guardUploads } from './upload/uploads';

followMe();
if (!session.restore()) restorePerson();
here.listen();
followLists();
guardUploads();
render(<App />, document.body);
