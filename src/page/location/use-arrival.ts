import { useEffect, useRef } from 'preact/hooks';
import { here, hrefOf } from './location';
import { videoView } from './views';

/**
 * Does what a browser does when a document loads: a new view starts at its top with the focus in it;
 * a view that one returns to is where it was left, with the focus on the link that one followed.
 */
export function useArrival(subject: string | null): void {
  const before = useRef(subject);
  useEffect(() => {
    const left = before.current;
    if (left === subject) return;
    before.current = subject;
    scrollTo(0, here.scrollTop);
    const followed = left === null ? null : linkTo(left);
    (followed ?? document.getElementById('main'))?.focus({ preventScroll: true });
  }, [subject]);
}

function linkTo(videoId: string): HTMLElement | null {
  return document.querySelector(`tbody a[href="${CSS.escape(hrefOf(videoView(videoId)))}"]`);
}
