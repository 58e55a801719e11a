import './styles/page.css';
import { render } from 'preact';
import { App } from './app';
import { followLists } from './location/last-list';
import { here } from './location/location';
import { session } from './session/session';
import { guardUploads } from './upload/uploads';

session.restore();
here.listen();
followLists();
guardUploads();
render(<App />, document.body);
