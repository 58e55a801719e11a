import { useEffect, useState } from 'preact/hooks';
import type { Qc, Video } from '../../client/contract';
import { cancelQc, getQc } from '../../client/quality';
import { getVideo } from '../../client/videos';
import { formatDuration } from '../../format/duration';
import { useVideoText } from '../../i18n/video/video-text';
import { announcements } from '../../state/announcements';
import { useLive } from '../../state/use-live';
import { useLocks } from '../../state/writing';
import { isMoving } from '../../video/facts';
import { ProblemNote } from '../problem';
import { QcReport } from './qc-report';

/** A bar that moves every other second looks alive. */
const RUNNING_MS = 1_500;
/** Somebody else may judge it or override the verdict. */
const SETTLED_MS = 15_000;

interface QualityProps {
  readonly video: Video;
  /** Told after a change, which may have changed the video too. */
  readonly onChanged: (video: Video) => void;
}

/** What QC says of the video: how far it is, the verdict, and why. */
export function Quality({ video, onChanged }: QualityProps) {
  const { text } = useVideoText();
  const [profile, setProfile] = useState('');
  const { data, error, refresh } = useLive(
    `qc ${video.id} ${video.revision} ${profile}`,
    (signal) => getQc(video.id, profile, signal),
    () => (isMoving(video) ? RUNNING_MS : SETTLED_MS),
  );
  if (video.object === null || video.status === 'rejected') return null;
  const changed = async () => {
    refresh();
    // unreachable: it is read again anyway
    const newest = await getVideo(video.id).catch(() => video);
    onChanged(newest);
    return newest;
  };
  const run = video.status === 'processing' ? data?.run : null;
  return (
    <section class="card section qc" aria-labelledby="qc-heading">
      <h2 id="qc-heading">{text.qc.heading}</h2>
      {error !== null && <ProblemNote error={error} onRetry={refresh} />}
      {run && <Running id={video.id} run={run} />}
      {data?.report && (
        <QcReport
          video={video}
          qc={data}
          report={data.report}
          onProfile={setProfile}
          onChanged={changed}
        />
      )}
      {data !== null && data.report === null && !isMoving(video) && (
        <p class="secondary">
          {data.run?.state === 'cancelled' ? text.qc.cancelled : text.qc.none}
        </p>
      )}
    </section>
  );
}

interface RunningProps {
  readonly id: string;
  readonly run: NonNullable<Qc['run']>;
}

function Running({ id, run }: RunningProps) {
  const { text } = useVideoText();
  const locks = useLocks();
  const [error, setError] = useState<unknown>(null);
  const { decodedSeconds, totalSeconds, percent, state } = run;
  useEffect(() => {
    setError(null);
  }, [state]);
  return (
    <div class="qc-run">
      <div class="qc-run-words">
        <span>{state === 'cancelled' ? text.qc.cancelling : text.qc.measuring}</span>
        {percent !== null && <b>{text.qc.percent(percent.toFixed(0))}</b>}
        {totalSeconds !== null && (
          <span class="secondary">
            {text.qc.decoded(formatDuration(decodedSeconds), formatDuration(totalSeconds))}
          </span>
        )}
      </div>
      <progress
        aria-label={text.qc.measuring}
        max={100}
        {...(percent !== null && { value: percent })}
      />
      <button
        type="button"
        class="button"
        disabled={state === 'cancelled'}
        {...locks('write')}
        onClick={() => {
          cancelQc(id).then(() => {
            announcements.tell(text.qc.cancelling);
          }, setError);
        }}
      >
        {text.qc.cancel}
      </button>
      {error !== null && <ProblemNote error={error} />}
    </div>
  );
}
