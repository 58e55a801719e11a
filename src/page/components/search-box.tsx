import { useEffect, useRef } from 'preact/hooks';
import { useText } from '../i18n/language';
import { Icon } from './icon';

interface SearchBoxProps {
  readonly value: string;
  readonly onSearch: (words: string) => void;
}

/** A pause in typing; shorter would ask for every letter, longer would feel slow. */
const DEBOUNCE_MS = 250;
const MAX_LENGTH = 100; // the API's limit on q

/** Searches while one types, but not while a Japanese word is still being composed. */
export function SearchBox({ value, onSearch }: SearchBoxProps) {
  const { text } = useText();
  const input = useRef<HTMLInputElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useSlashToFocus(input);
  useEffect(() => {
    // the address changed by other means, such as the back button
    const box = input.current;
    if (box && box.value.trim() !== value && document.activeElement !== box) box.value = value;
  }, [value]);

  const search = (delayMs: number) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      onSearch(input.current?.value.trim() ?? '');
    }, delayMs);
  };
  return (
    <form
      role="search"
      class="search"
      onSubmit={(event) => {
        event.preventDefault();
        search(0);
      }}
    >
      <Icon name="search" />
      <input
        ref={input}
        type="search"
        aria-label={text.list.search}
        aria-keyshortcuts="/"
        title={text.list.searchHint}
        placeholder={text.list.searchPlaceholder}
        maxLength={MAX_LENGTH}
        defaultValue={value}
        onInput={(event) => {
          if (!event.isComposing) search(DEBOUNCE_MS);
        }}
        onCompositionEnd={() => {
          search(DEBOUNCE_MS);
        }}
      />
      <kbd aria-hidden="true">/</kbd>
    </form>
  );
}

function useSlashToFocus(input: { readonly current: HTMLInputElement | null }): void {
  useEffect(() => {
    const focus = (event: KeyboardEvent) => {
      const typing = (event.target as Element | null)?.closest('input, textarea, select, dialog');
      if (event.key !== '/' || typing || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      input.current?.focus();
      input.current?.select();
    };
    addEventListener('keydown', focus);
    return () => {
      removeEventListener('keydown', focus);
    };
  }, []);
}
