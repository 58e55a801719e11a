import { useState } from 'preact/hooks';
import type { Video } from '../client/contract';
import { useText } from '../i18n/language';
import { saveFile } from '../client/save-file';
import { Icon } from './icon';

/** What the API said, to the letter, for those who compare or file it. */
export function RawJson({ video }: { readonly video: Video }) {
  const { text } = useText();
  const [shown, setShown] = useState<'shown' | 'hidden'>('hidden');
  return (
    <section class="card section" aria-labelledby="raw-heading">
      <div class="section-head">
        <h2 id="raw-heading">{text.video.raw}</h2>
        <button
          type="button"
          class="button"
          aria-expanded={shown === 'shown'}
          onClick={() => {
            setShown(shown === 'shown' ? 'hidden' : 'shown');
          }}
        >
          {shown === 'shown' ? text.video.hideRaw : text.video.showRaw}
        </button>
        <button
          type="button"
          class="button"
          onClick={() => {
            saveFile(`${video.fileName}.json`, 'application/json', pretty(video));
          }}
        >
          <Icon name="download" />
          {text.video.download}
        </button>
      </div>
      {shown === 'shown' && (
        <pre tabIndex={0} aria-label={text.video.raw}>
          {pretty(video)}
        </pre>
      )}
    </section>
  );
}

function pretty(video: Video): string {
  return JSON.stringify(video, null, 2);
}
