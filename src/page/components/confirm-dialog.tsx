import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { useText } from '../i18n/language';

interface ConfirmDialogProps {
  readonly heading: string;
  /** The word on the button that does it. */
  readonly action: string;
  /** What the button looks like. @default danger */
  readonly tone?: 'danger' | 'main';
  /** Whether all is there that the action needs. @default ready */
  readonly state?: 'ready' | 'incomplete';
  readonly onConfirm: () => void;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
}

/** Asks before something that has consequences. Escape and the first button do nothing. */
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
  return (
    <dialog ref={dialog} class="dialog" aria-labelledby="dialog-heading" onClose={onClose}>
      <h2 id="dialog-heading">{heading}</h2>
      {children}
      <form method="dialog" class="actions">
        <button class="button">{text.cancel}</button>
        <button class={`button button-${tone}`} disabled={state !== 'ready'} onClick={onConfirm}>
          {action}
        </button>
      </form>
    </dialog>
  );
}
