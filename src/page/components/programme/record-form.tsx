import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { useVideoText } from '../../i18n/video/video-text';
import { useSending } from '../../state/use-sending';
import { ProblemNote } from '../problem';

interface RecordFormProps {
  readonly name: string;
  /** Of the button that sends it. */
  readonly action: string;
  readonly state: 'ready' | 'incomplete';
  /** Why it cannot be sent, where that is not to be seen. */
  readonly why?: string | undefined;
  readonly onSend: () => Promise<void>;
  /** Also once it was sent. */
  readonly onClose: () => void;
  readonly children: ComponentChildren;
}

/** A form in its place on the page, whose first field has the focus; what went wrong stands above its buttons. */
export function RecordForm(props: RecordFormProps) {
  const { name, action, state, why, onSend, onClose, children } = props;
  const { text } = useVideoText();
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => form.current?.querySelector<HTMLElement>('input, select')?.focus(), []);
  const { send, error } = useSending(onClose);
  return (
    <form
      ref={form}
      class="programme-form"
      aria-label={name}
      onSubmit={(event) => {
        event.preventDefault();
        send(onSend);
      }}
    >
      {children}
      {error !== null && <ProblemNote error={error} />}
      <div class="actions">
        <button type="button" class="button" onClick={onClose}>
          {text.cancel}
        </button>
        <button class="button button-main" disabled={state === 'incomplete'} title={why}>
          {action}
        </button>
      </div>
    </form>
  );
}
