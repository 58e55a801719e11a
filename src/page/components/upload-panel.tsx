import { useEffect, useRef } from 'preact/hooks';
import { formatBytes, formatCount } from '../format/amounts';
import { useText } from '../i18n/language';
import { videoView } from '../location/views';
import { announcements } from '../state/announcements';
import { useStore } from '../state/store';
import { isFinished, isUnderWay, type UploadEntry } from '../upload/upload-state';
import { uploads } from '../upload/uploads';
import { StatusChip } from './chips';
import { Icon } from './icon';
import { Link } from './link';
import { UploadState } from './upload-state-text';

/** What is being sent, on every view, because it goes on wherever the reader goes. */
export function UploadPanel() {
  const { language, text } = useText();
  const entries = useStore(uploads);
  useEndSpoken(entries);
  if (entries.length === 0) return null;
  const done = entries.filter(isFinished).length;
  return (
    <section class="uploads card" aria-labelledby="uploads-heading">
      <div class="uploads-head">
        <h2 id="uploads-heading">{text.upload.heading}</h2>
        <span class="secondary">
          {text.upload.summary(formatCount(done, language), formatCount(entries.length, language))}
        </span>
        <button
          type="button"
          class="button button-plain"
          disabled={done === 0}
          onClick={() => {
            uploads.hideFinished();
          }}
        >
          {text.upload.clear}
        </button>
      </div>
      <ul>
        {entries.map((entry) => (
          <UploadRow key={entry.key} entry={entry} />
        ))}
      </ul>
    </section>
  );
}

function UploadRow({ entry }: { readonly entry: UploadEntry }) {
  const { language, text } = useText();
  const { file, video, sentBytes, state } = entry;
  const bytes = (value: number) => formatBytes(value, language);
  return (
    <li class="upload">
      <span class="upload-name">
        {video ? <Link to={videoView(video.id)}>{file.name}</Link> : file.name}
      </span>
      <span class="upload-state">
        {state.kind === 'followed' && video && video.status !== 'awaiting_upload' ? (
          <StatusChip status={video.status} />
        ) : (
          <UploadState entry={entry} />
        )}
      </span>
      {state.kind !== 'cancelled' && state.kind !== 'followed' && (
        <progress aria-label={text.upload.progress(file.name)} max={file.size} value={sentBytes} />
      )}
      <span class="upload-amount secondary">
        {state.kind === 'followed'
          ? bytes(file.size)
          : text.upload.sent(bytes(sentBytes), bytes(file.size))}
      </span>
      <UploadActions entry={entry} />
    </li>
  );
}

function UploadActions({ entry }: { readonly entry: UploadEntry }) {
  const { text } = useText();
  const { key, file, state } = entry;
  return (
    <span class="upload-actions">
      {state.kind === 'broken' && (
        <button
          type="button"
          class="button"
          aria-label={text.upload.resumeName(file.name)}
          onClick={() => {
            uploads.resume(key);
          }}
        >
          {text.upload.resume}
        </button>
      )}
      {(isUnderWay(entry) || state.kind === 'broken') && (
        <button
          type="button"
          class="button button-icon"
          aria-label={text.upload.cancel(file.name)}
          onClick={() => {
            uploads.cancel(key);
          }}
        >
          <Icon name="cross" />
        </button>
      )}
    </span>
  );
}

/** Says each upload's end once; its progress is in the progress bar for those who ask. */
function useEndSpoken(entries: readonly UploadEntry[]): void {
  const { text } = useText();
  const said = useRef(new Set<number>());
  useEffect(() => {
    for (const { key, file, video, state, ...entry } of entries) {
      if (!isFinished({ key, file, video, state, ...entry }) || said.current.has(key)) continue;
      said.current.add(key);
      const end =
        video && state.kind === 'followed' ? text.status[video.status] : text.upload.cancelled;
      announcements.whisper(text.upload.finished(file.name, end));
    }
  }, [entries]);
}
