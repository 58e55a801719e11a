import { useEffect, useState } from 'preact/hooks';
import { announcements } from '../state/announcements';
import { useStore } from '../state/store';

/** Long enough to read a title in it. */
const SHOWN_MS = 6000;

/** The one live region: there from the start, because some screen readers miss a new one. */
export function Announcer() {
  const announcement = useStore(announcements);
  const [faded, setFaded] = useState(false);
  useEffect(() => {
    setFaded(false);
    const timer = setTimeout(() => {
      setFaded(true);
    }, SHOWN_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [announcement]);
  const shown = announcement?.manner === 'shown' && !faded;
  return (
    <div role="status" aria-live="polite" class={shown ? 'toast' : 'unseen'}>
      {announcement?.text}
    </div>
  );
}
