import { type Me, session } from '../session/session';
import { call } from './http';

/** Asks who is here whenever a session begins without its being known. */
export function followMe(): void {
  session.watch(() => {
    const { value } = session;
    if (value.kind !== 'signed_in' || value.me !== null) return;
    call<Me>('me').then(
      (me) => {
        if (session.value === value) session.know(me);
      },
      () => undefined, // what is asked for next says the same of the server
    );
  });
}
