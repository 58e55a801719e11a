import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { useText } from '../i18n/language';

interface ConfirmDialogProps {
  readonly heading: string;
  /** Label of the button that confirms. */
  readonly action: string;
  /** Look of that button. @default danger */
  readonly tone?: 'danger' | 'main';
  /** `incomplete`: input is missing, and the button is disabled. @default ready */
  readonly state?: 'ready' | 'incomplete';
  readonly onConfirm: () => void;
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
