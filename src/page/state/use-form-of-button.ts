import { type RefObject } from 'preact';
import { useRef, useState } from 'preact/hooks';

interface FormOfButton {
  readonly state: 'open' | 'closed';
  readonly open: () => void;
  readonly close: () => void;
  /** Of the button that opens it. */
  readonly button: RefObject<HTMLButtonElement | null>;
}

/** A form in the place of the button that opens it, which has the focus again when the form is closed. */
export function useFormOfButton(): FormOfButton {
  const [state, setState] = useState<FormOfButton['state']>('closed');
  const button = useRef<HTMLButtonElement>(null);
  return {
    state,
    button,
    open: () => {
      setState('open');
    },
    close: () => {
      setState('closed');
      setTimeout(() => button.current?.focus(), 0); // once it is there again
    },
  };
}
