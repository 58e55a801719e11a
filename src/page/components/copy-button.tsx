import { useText } from '../i18n/language';
import { announcements } from '../state/announcements';
import { Icon } from './icon';

/** A browser gives a page the clipboard only on https and on this machine; elsewhere there is no button. */
export function CopyButton({ value }: { readonly value: string }) {
  const { text } = useText();
  if (!isSecureContext) return null;
  const copy = async () => {
    await navigator.clipboard.writeText(value);
    announcements.tell(text.video.copied);
  };
  return (
    <button
      type="button"
      class="button button-icon"
      aria-label={`${text.video.copy}: ${value}`}
      title={text.video.copy}
      onClick={() => void copy()}
    >
      <Icon name="copy" />
    </button>
  );
}
