import { useText } from '../i18n/language';

/** Whether what is shown is kept fresh. */
export function LiveMark({ state }: { readonly state: 'live' | 'broken' }) {
  const { text } = useText();
  return (
    <span class={`live-mark live-mark-${state}`}>
      {state === 'live' ? text.live : text.reconnecting}
    </span>
  );
}
