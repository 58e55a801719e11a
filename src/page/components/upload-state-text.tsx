import { ApiError } from '../client/errors';
import { formatCount } from '../format/amounts';
import type { Dictionary } from '../i18n/en';
import { useText } from '../i18n/language';
import type { UploadEntry } from '../upload/upload-state';
import { explain } from './problem';

/** Where one upload stands, in words. */
export function UploadState({ entry }: { readonly entry: UploadEntry }) {
  const { language, text } = useText();
  const { state } = entry;
  if (state.kind === 'retrying') {
    return (
      <span class="warn-text">{text.upload.retrying(formatCount(state.attempt, language))}</span>
    );
  }
  if (state.kind === 'broken') {
    return <span class="bad-text">{explainBreak(entry.file, state.cause, text)}</span>;
  }
  // what the API says of it is older than the last byte for a moment
  return <>{state.kind === 'followed' ? text.status.received : text.upload[state.kind]}</>;
}

function explainBreak(file: File, cause: unknown, text: Dictionary): string {
  if (file.size === 0) return text.upload.emptyFile;
  if (cause instanceof ApiError) {
    const { detail } = cause.problem;
    // what the store of the bytes says is for machines
    return detail === undefined
      ? text.upload.refused(cause.status)
      : `${explain(cause, text)} ${detail}`;
  }
  return text.upload.gaveUp;
}
