import type { Video } from '../client/contract';
import { useText } from '../i18n/language';
import { useVideoText } from '../i18n/video/video-text';
import { Icon } from './icon';

/** What the status means for the reader, and what to do about it. Nothing to say of a ready video. */
export function Situation({ video }: { readonly video: Video }) {
  const { text } = useText();
  switch (video.status) {
    case 'awaiting_upload':
      return <Progress words={text.video.awaiting} />;
    case 'received':
      return <Progress words={text.video.waiting} />;
    case 'processing':
      return <Progress words={text.video.measuring} />;
    case 'rejected':
      return <Rejected video={video} />;
    case 'failed':
      return <Failed video={video} />;
    case 'ready':
      return null;
  }
}

function Progress({ words }: { readonly words: string }) {
  return (
    <p class="note note-moving">
      <Icon name="processing" />
      {words}
    </p>
  );
}

function Rejected({ video }: { readonly video: Video }) {
  const { text } = useVideoText();
  const { rejection } = video;
  if (!rejection) return null;
  return (
    <section class="note note-bad" aria-labelledby="rejected-heading">
      <Icon name="stop" />
      <div>
        <h2 id="rejected-heading">{text.video.rejectedHeading}</h2>
        <p>{text.rejections[rejection.code]}</p>
        <dl>
          <dt>{text.video.whatToDo}</dt>
          <dd>{text.remedies[rejection.code]}</dd>
          <dt>{text.video.found}</dt>
          <dd>
            <span lang="en">{rejection.detail}</span> <code>{rejection.code}</code>
          </dd>
        </dl>
      </div>
    </section>
  );
}

function Failed({ video }: { readonly video: Video }) {
  const { text } = useText();
  return (
    <section class="note note-warn" aria-labelledby="failed-heading">
      <Icon name="warning" />
      <div>
        <h2 id="failed-heading">{text.video.failedHeading}</h2>
        <p>{text.video.failedHint}</p>
        {video.failure !== null && (
          <p class="secondary" lang="en">
            {video.failure}
          </p>
        )}
      </div>
    </section>
  );
}
