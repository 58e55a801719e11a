import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { useText } from '../i18n/language';
import { useSending } from '../state/use-sending';
import { ProblemNote } from './problem';

interface ConfirmDialogProps {
  readonly heading: string;
  /** Label of the button that confirms. */
  readonly action: string;
  /** Look of that button. @default danger */
  readonly tone?: 'danger' | 'main';
  /** `incomplete`: input is missing, and the button is disabled. @default ready */
  readonly state?: 'ready' | 'incomplete';
  /** The dialog closes when it is done, and shows why when it fails. */
  readonly onConfirm: () => Promise<void>;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
}

/** Asks for confirmation. Escape and the first button close it without the action. */
export function ConfirmDialog({
  heading,
  action,
  tone = 'danger',
  state = 'ready',
  onConfirm,
  onClose,
  children,
}: ConfirmDialogProps) {
  const { text } = useText();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  const { send, error } = useSending(() => {
    dialog.current?.close();
  });
  return (
    <dialog ref={dialog} class="dialog" aria-labelledby="dialog-heading" onClose={onClose}>
      <h2 id="dialog-heading">{heading}</h2>
      {children}
      {error !== null && <ProblemNote error={error} />}
      <form method="dialog" class="actions">
        <button class="button">{text.cancel}</button>
        <button
          type="button"
          class={`button button-${tone}`}
          disabled={state !== 'ready'}
          onClick={() => {
            send(onConfirm);
          }}
        >
          {action}
        </button>
      </form>
    </dialog>
  );
}
