import { useEffect, useRef, useState } from 'preact/hooks';
import type { Playback, Video } from '../client/contract';
import { getPlayback } from '../client/videos';
import { exactSeconds } from '../format/duration';
import { containerName } from '../../report/names';
import { useVideoText } from '../i18n/video/video-text';
import { listenToKeys } from '../player/keys';
import { clockOf, type FilmClock, frameText } from '../../domain/timecode';
import { player, position, stepFrames } from '../player/player';
import { useStore } from '../state/store';
import { primaryAudio, primaryVideo } from '../../domain/primary-stream';
import { Icon } from './icon';
import { ProblemNote } from './problem';
import { codecName } from './summary';

/** The video itself, where a browser plays it; else why it does not, and the file. */
export function Player({ video }: { readonly video: Video }) {
  const { text } = useVideoText();
  const [error, setError] = useState<unknown>(null);
  const [playback, setPlayback] = useState<Playback | null>(null);
  const [broken, setBroken] = useState(false);
  const [asked, setAsked] = useState(0);
  const version = `${video.id} ${video.object?.sequencer ?? ''}`;
  useEffect(() => {
    const controller = new AbortController();
    setBroken(false);
    getPlayback(video.id, controller.signal).then(setPlayback, (reason: unknown) => {
      if (!controller.signal.aborted) setError(reason);
    });
    return () => {
      controller.abort();
      setPlayback(null);
      setError(null);
    };
  }, [version, asked]);

  const failed = () => {
    // an address that has expired is asked for again; what cannot be decoded stays so
    if (playback && Date.parse(playback.expiresAt) < Date.now()) setAsked(asked + 1);
    else setBroken(true);
  };
  const plays = playback?.playable === true && !broken;
  return (
    <section class="card section player" aria-labelledby="player-heading">
      <h2 id="player-heading">{text.player.heading}</h2>
      {error !== null && <ProblemNote error={error} />}
      {plays && <Screen video={video} url={playback.url} onFailed={failed} />}
      {playback && !plays && (
        <p class="note">
          <Icon name="film" />
          <span>
            {broken ? text.player.broken : text.player.notPlayable(formatOf(video))}{' '}
            <a href={playback.url} download={video.fileName} rel="noreferrer">
              {text.player.download}
            </a>
          </span>
        </p>
      )}
    </section>
  );
}

interface ScreenProps {
  readonly video: Video;
  readonly url: string;
  readonly onFailed: () => void;
}

function Screen({ video, url, onFailed }: ScreenProps) {
  const { text } = useVideoText();
  const media = useRef<HTMLVideoElement>(null);
  const clock = clockOf(video.metadata);
  useEffect(() => {
    player.set(media.current);
    position.set(0);
    const end = listenToKeys(clock);
    return () => {
      end();
      player.set(null);
    };
  }, [url]);
  useEffect(() => (media.current ? follow(media.current) : undefined), [url]);
  return (
    <>
      {/* captions are in the file, where it has any */}
      <video
        ref={media}
        src={url}
        class={primaryVideo(video.metadata) ? undefined : 'sound-only'}
        controls
        preload="metadata"
        playsInline
        onError={onFailed}
        aria-label={video.title}
      />
      <div class="player-bar">
        <Position video={video} />
        {clock && (
          <div class="player-steps">
            <StepButton label={text.player.back} sign="−1" frames={-1} clock={clock} />
            <StepButton label={text.player.on} sign="+1" frames={1} clock={clock} />
          </div>
        )}
        <span class="secondary player-keys">{text.player.keys}</span>
      </div>
    </>
  );
}

function Position({ video }: { readonly video: Video }) {
  const { text } = useVideoText();
  const seconds = useStore(position);
  const clock = clockOf(video.metadata);
  const shown = clock && frameText(seconds, clock);
  return (
    <span class="position">
      {shown && <b title={text.fields.timecode}>{shown.timecode}</b>}
      <span class="secondary">
        {shown && `${text.player.frame(shown.frame)} · `}
        {exactSeconds(seconds)}
      </span>
    </span>
  );
}

interface StepProps {
  readonly label: string;
  readonly sign: string;
  readonly frames: number;
  readonly clock: FilmClock;
}

function StepButton({ label, sign, frames, clock }: StepProps) {
  return (
    <button
      type="button"
      class="button"
      title={label}
      aria-label={label}
      onClick={() => {
        stepFrames(frames, clock);
      }}
    >
      {sign}
    </button>
  );
}

/** Tells the position of every picture that is shown. Returns what ends it. */
function follow(media: HTMLVideoElement): () => void {
  let ended = false;
  const tell = () => {
    position.set(media.currentTime);
  };
  const onPicture: VideoFrameRequestCallback = () => {
    tell();
    if (!ended) media.requestVideoFrameCallback(onPicture);
  };
  media.requestVideoFrameCallback(onPicture);
  // of sound there are no pictures; of a seek none, where its picture is shown already
  media.addEventListener('timeupdate', tell);
  media.addEventListener('seeked', tell);
  return () => {
    ended = true;
    media.removeEventListener('timeupdate', tell);
    media.removeEventListener('seeked', tell);
  };
}

/** `MXF · MPEG-2 Video`: what no browser plays. */
function formatOf({ metadata }: Video): string {
  if (!metadata) return '';
  const { formatName, majorBrand } = metadata.container;
  const stream = primaryVideo(metadata) ?? primaryAudio(metadata);
  const names = [containerName(formatName, majorBrand), codecName(stream?.codec ?? null)];
  return names.filter(Boolean).join(' · ');
}
