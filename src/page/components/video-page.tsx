import { useEffect, useRef } from 'preact/hooks';
import type { Video } from '../client/contract';
import { hasStatus } from '../client/errors';
import { useText } from '../i18n/language';
import { lastList } from '../location/last-list';
import { announcements } from '../state/announcements';
import { useVideo } from '../state/use-video';
import { useWriting, whyNot } from '../state/writing';
import { isMoving } from '../video/facts';
import { BackLink } from './back-link';
import { Chapters } from './chapters';
import { StatusChip, VerdictChip } from './chips';
import { FileFacts } from './file-facts';
import { ProgrammeSection } from './programme/programme-section';
import { Icon } from './icon';
import { LiveMark } from './live-mark';
import { ProblemNote } from './problem';
import { Player } from './player';
import { Quality } from './qc/quality';
import { RawJson } from './raw-json';
import { Situation } from './situation';
import { Streams } from './streams';
import { Summary } from './summary';
import { Tags } from './tags';
import { TitleEditor } from './title-editor';
import { VideoActions } from './video-actions';

const NOT_FOUND = 404;

export function VideoPage({ id }: { readonly id: string }) {
  const { text } = useText();
  const { video, error, refresh, accept } = useVideo(id);
  const gone = hasStatus(error, NOT_FOUND);
  useStatusSpoken(video);
  useEffect(() => {
    document.title = `${video?.title ?? text.loading} – ${text.product}`;
  }, [video?.title, text]);
  return (
    <>
      <div class="page-head">
        <BackLink to={lastList.value} name={text.video.back} />
        {video && isMoving(video) && <LiveMark state={error === null ? 'live' : 'broken'} />}
      </div>
      {error !== null && <ProblemNote error={error} {...(!gone && { onRetry: refresh })} />}
      {video === null && error === null && <p role="status">{text.loading}</p>}
      {video !== null && !gone && <VideoView video={video} onChanged={accept} />}
    </>
  );
}

interface VideoViewProps {
  readonly video: Video;
  readonly onChanged: (video: Video) => void;
}

function VideoView({ video, onChanged }: VideoViewProps) {
  const { text } = useText();
  const writing = useWriting();
  const { metadata } = video;
  return (
    <article class="video" aria-labelledby="title">
      <div class="video-head">
        <TitleEditor video={video} onChanged={onChanged} />
        <div class="video-state">
          <StatusChip status={video.status} />
          {video.verdict !== null && <VerdictChip verdict={video.verdict} by={video.verdictBy} />}
          <span class="secondary">{video.fileName}</span>
        </div>
        <VideoActions video={video} onChanged={onChanged} />
      </div>
      {writing === 'refused' && (
        <p class="note">
          <Icon name="lock" />
          {whyNot('write', text)}
        </p>
      )}
      <Situation video={video} />
      {metadata && <Summary video={video} />}
      <div class="look">
        {metadata && video.object && <Player video={video} />}
        <Quality video={video} onChanged={onChanged} />
      </div>
      {metadata && (
        <>
          <Streams streams={metadata.streams} />
          <Chapters chapters={metadata.chapters} />
          <Tags metadata={metadata} />
        </>
      )}
      <ProgrammeSection video={video} onChanged={onChanged} />
      <FileFacts video={video} />
      <RawJson video={video} />
    </article>
  );
}

/** Says a change of status that happens while one looks. */
function useStatusSpoken(video: Video | null): void {
  const { text } = useText();
  const before = useRef(video?.status);
  useEffect(() => {
    if (!video || before.current === video.status) return;
    if (before.current !== undefined) {
      announcements.whisper(text.list.changed(video.title, text.status[video.status]));
    }
    before.current = video.status;
  }, [video?.status]);
}
