import { useEffect, useRef, useState } from 'preact/hooks';
import { useText } from '../i18n/language';
import { useProfiles } from '../state/use-profiles';
import { useWriting, whyNot } from '../state/writing';
import { droppedFiles } from '../upload/dropped-files';
import { uploads } from '../upload/uploads';
import { Choice } from './choice';
import { Icon } from './icon';

/** Takes files from the picker, or dropped anywhere on the page. */
export function DropZone() {
  const { language, text } = useText();
  const writing = useWriting();
  const picker = useRef<HTMLInputElement>(null);
  const [profile, setProfile] = useState('');
  const profiles = useProfiles();
  const dragging = useDrop(writing, profile);
  if (writing === 'refused') {
    return (
      <p class="note">
        <Icon name="lock" />
        {whyNot('write', text)}
      </p>
    );
  }
  return (
    <div class="drop-zone" data-dragging={dragging}>
      <Icon name="upload" />
      <span class="drop-hint">{dragging ? text.upload.dropNow : text.upload.drop}</span>
      <Choice
        label={text.upload.profile}
        value={profile}
        none={text.upload.defaultProfile}
        options={profiles.map(({ id, name }) => ({ value: id, label: name[language] }))}
        onChoose={setProfile}
      />
      <button type="button" class="button button-main" onClick={() => picker.current?.click()}>
        {text.upload.choose}
      </button>
      <input
        ref={picker}
        type="file"
        multiple
        hidden
        aria-label={text.upload.choose}
        onChange={(event) => {
          uploads.add([...(event.currentTarget.files ?? [])], profile);
          event.currentTarget.value = ''; // the same file may be chosen again
        }}
      />
    </div>
  );
}

/** Whether files hover over the page; takes them when they are let go. */
function useDrop(writing: 'allowed' | 'refused', profile: string): boolean {
  const [dragging, setDragging] = useState(false);
  useEffect(() => {
    if (writing === 'refused') return;
    const over = new AbortController();
    const on = (type: 'dragover' | 'dragleave' | 'drop', act: (event: DragEvent) => void) => {
      addEventListener(
        type,
        (event) => {
          if (!event.dataTransfer?.types.includes('Files')) return;
          event.preventDefault();
          act(event);
        },
        { signal: over.signal },
      );
    };
    on('dragover', () => {
      setDragging(true);
    });
    on('dragleave', (event) => {
      if (event.relatedTarget === null) setDragging(false); // it left the window
    });
    on('drop', (event) => {
      setDragging(false);
      if (event.dataTransfer)
        void droppedFiles(event.dataTransfer).then((files) => {
          uploads.add(files, profile);
        });
    });
    return () => {
      over.abort();
    };
  }, [writing, profile]);
  return dragging;
}
