import { useEffect, useRef, useState } from 'preact/hooks';
import { primaryVideo } from '../../domain/primary-stream';
import type { Video } from '../client/contract';
import { getPoster, pictureUrl } from '../client/previews';
import { useText } from '../i18n/language';
import { Icon } from './icon';

/** So that it is there when it is scrolled to. */
const MARGIN = '200px';

/** A picture of the video, of one size, asked for when it is near the window; a sign where there is none. */
export function Poster({ video }: { readonly video: Video }) {
  const { text } = useText();
  const box = useRef<HTMLSpanElement>(null);
  const [url, setUrl] = useState<string | null>(null);
  const hasPictures = primaryVideo(video.metadata) !== undefined;
  const upload = hasPictures && video.verdict !== null ? video.object?.sequencer : undefined;
  useEffect(() => {
    setUrl(null);
    if (upload === undefined || !box.current) return undefined;
    const controller = new AbortController();
    const window = new IntersectionObserver(
      ([entry]) => {
        if (entry?.isIntersecting !== true) return;
        window.disconnect();
        // without it the sign stays: no loss worth an error
        getPoster(video, controller.signal).then(
          (poster) => {
            setUrl(poster && pictureUrl(poster));
          },
          () => undefined,
        );
      },
      { rootMargin: MARGIN },
    );
    window.observe(box.current);
    return () => {
      window.disconnect();
      controller.abort();
    };
  }, [video.id, upload]);
  const isSound = video.metadata !== null && !hasPictures;
  return (
    <span ref={box} class="poster">
      {url === null ? (
        <Icon name={isSound ? 'sound' : 'film'} />
      ) : (
        <img src={url} alt={text.list.poster(video.title)} />
      )}
    </span>
  );
}
