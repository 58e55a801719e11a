import { useState } from 'preact/hooks';
import type { Video } from '../client/contract';
import { keptUntil } from '../../domain/retention';
import { deleteVideo, reprocessVideo } from '../client/videos';
import { exactTime } from '../format/time';
import { useVideoText } from '../i18n/video/video-text';
import { here } from '../location/location';
import { announcements } from '../state/announcements';
import { useLocks } from '../state/writing';
import { canReprocess } from '../video/facts';
import { ConfirmDialog } from './confirm-dialog';
import { Icon } from './icon';
import { ProblemNote } from './problem';

interface VideoActionsProps {
  readonly video: Video;
  readonly onChanged: (video: Video) => void;
}

export function VideoActions({ video, onChanged }: VideoActionsProps) {
  const { language, text } = useVideoText();
  const locks = useLocks();
  const kept = keptNow(video);
  const [dialog, setDialog] = useState<'open' | 'closed'>('closed');
  const [error, setError] = useState<unknown>(null);

  const reprocess = async () => {
    setError(null);
    onChanged(await reprocessVideo(video.id));
    announcements.tell(text.video.reprocessing);
  };
  const remove = async () => {
    await deleteVideo(video.id);
    announcements.tell(text.video.deleted(video.title));
    here.push(new URLSearchParams());
  };
  return (
    <>
      <div class="actions">
        <button
          type="button"
          class="button"
          disabled={!canReprocess(video)}
          {...locks('write')}
          onClick={() => void reprocess().catch(setError)}
        >
          <Icon name="repeat" />
          {text.video.reprocess}
        </button>
        <button
          type="button"
          class="button button-danger-plain"
          disabled={kept !== null}
          {...(kept !== null && { title: text.errors.retained })}
          {...locks('write')}
          onClick={() => {
            setDialog('open');
          }}
        >
          <Icon name="trash" />
          {text.video.delete}
        </button>
      </div>
      {kept !== null && (
        <p class="secondary kept-note">
          <Icon name="lock" />
          {text.programme.cannotDelete(exactTime(kept, language))}
        </p>
      )}
      {error !== null && <ProblemNote error={error} />}
      {dialog === 'open' && (
        <ConfirmDialog
          heading={text.video.deleteHeading}
          action={text.video.delete}
          onConfirm={remove}
          onClose={() => {
            setDialog('closed');
          }}
        >
          <p class="dialog-subject">{video.title}</p>
          <p>{text.video.deleteWarning}</p>
        </ConfirmDialog>
      )}
    </>
  );
}

/** Until when it must be kept, where it must be now. */
function keptNow({ programme }: Video): string | null {
  const until = programme && keptUntil(programme);
  return until !== null && Date.parse(until) >= Date.now() ? until : null;
}
