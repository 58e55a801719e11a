import { useState } from 'preact/hooks';
import type { Video } from '../client/contract';
import { deleteVideo, reprocessVideo } from '../client/videos';
import { useText } from '../i18n/language';
import { here } from '../location/location';
import { announcements } from '../state/announcements';
import { useWriting, whyNot } from '../state/writing';
import { canReprocess } from '../video/facts';
import { ConfirmDialog } from './confirm-dialog';
import { Icon } from './icon';
import { ProblemNote } from './problem';

interface VideoActionsProps {
  readonly video: Video;
  readonly onChanged: (video: Video) => void;
}

export function VideoActions({ video, onChanged }: VideoActionsProps) {
  const { text } = useText();
  const refused = useWriting() === 'refused';
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
  const reason = refused ? whyNot('write', text) : undefined;
  return (
    <>
      <div class="actions">
        <button
          type="button"
          class="button"
          disabled={refused || !canReprocess(video)}
          title={reason}
          onClick={() => void reprocess().catch(setError)}
        >
          <Icon name="repeat" />
          {text.video.reprocess}
        </button>
        <button
          type="button"
          class="button button-danger-plain"
          disabled={refused}
          title={reason}
          onClick={() => {
            setDialog('open');
          }}
        >
          <Icon name="trash" />
          {text.video.delete}
        </button>
      </div>
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
