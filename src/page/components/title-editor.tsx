import { useEffect, useRef, useState } from 'preact/hooks';
import type { Video } from '../client/contract';
import { CHANGED_MEANWHILE, hasStatus } from '../client/errors';
import { getVideo, renameVideo } from '../client/videos';
import { useText } from '../i18n/language';
import { announcements } from '../state/announcements';
import { useFormOfButton } from '../state/use-form-of-button';
import { useLocks } from '../state/writing';
import { Icon } from './icon';
import { explain } from './problem';

interface TitleEditorProps {
  readonly video: Video;
  readonly onChanged: (video: Video) => void;
}

/** The title as a heading, which turns into a form in place. */
export function TitleEditor({ video, onChanged }: TitleEditorProps) {
  const { text } = useText();
  const locks = useLocks();
  const form = useFormOfButton();
  return (
    <div class="title-editor">
      <h1 tabIndex={-1} id="title">
        {video.title}
      </h1>
      {video.reading !== null && <span class="secondary">{video.reading}</span>}
      {form.state === 'closed' ? (
        <button
          ref={form.button}
          type="button"
          class="button button-icon"
          aria-label={text.video.editTitle}
          title={text.video.editTitle}
          {...locks('write')}
          onClick={form.open}
        >
          <Icon name="edit" />
        </button>
      ) : (
        <TitleForm video={video} onChanged={onChanged} onClose={form.close} />
      )}
    </div>
  );
}

const MAX_LENGTH = 500; // the API's limit
const NO_KANJI = '[^\\p{Script=Han}]*';

function TitleForm({ video, onChanged, onClose }: TitleEditorProps & { onClose: () => void }) {
  const { text } = useText();
  const input = useRef<HTMLInputElement>(null);
  const kana = useRef<HTMLInputElement>(null);
  // the revision that the reader saw: one that came while typing must not be overwritten unseen
  const [seen, setSeen] = useState(video);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => input.current?.select(), []);

  const save = async (event: Event) => {
    event.preventDefault();
    const title = input.current?.value.trim() ?? '';
    if (title === '') return;
    const typed = kana.current?.value.trim() ?? '';
    const reading = typed === '' ? null : typed;
    try {
      if (title !== seen.title || reading !== seen.reading) {
        onChanged(await renameVideo(seen, { title, reading }));
      }
      announcements.tell(text.video.titleSaved);
      onClose();
    } catch (error) {
      setProblem(explain(error, text));
      if (!hasStatus(error, CHANGED_MEANWHILE)) return;
      const newest = await getVideo(video.id);
      setSeen(newest);
      onChanged(newest);
    }
  };
  return (
    <form
      class="title-form"
      onSubmit={(event) => void save(event)}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && !event.isComposing) onClose();
      }}
    >
      <input
        ref={input}
        aria-label={text.video.titleLabel}
        defaultValue={video.title}
        maxLength={MAX_LENGTH}
        required
      />
      <input
        ref={kana}
        aria-label={text.video.reading}
        placeholder={text.video.reading}
        defaultValue={video.reading ?? ''}
        maxLength={MAX_LENGTH}
        pattern={NO_KANJI}
        title={text.video.readingHint}
      />
      <button type="submit" class="button button-main">
        {text.save}
      </button>
      <button type="button" class="button" onClick={onClose}>
        {text.cancel}
      </button>
      <p role="alert" class="bad-text">
        {problem}
      </p>
    </form>
  );
}
