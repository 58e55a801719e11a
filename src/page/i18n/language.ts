import { Store, useStore } from '../state/store';
import type { Dictionary } from './en';
import { dictionaries, preferredLanguage, type Language } from './languages';

const STORAGE_KEY = 'streamtech.language';

class LanguageChoice extends Store<Language> {
  choose(language: Language): void {
    localStorage.setItem(STORAGE_KEY, language);
    this.set(language);
  }
}

export const language = new LanguageChoice(
  preferredLanguage([localStorage.getItem(STORAGE_KEY) ?? '', ...navigator.languages]),
);

/** The words of the page in the language that the reader chose. */
export function useText(): { readonly language: Language; readonly text: Dictionary } {
  const chosen = useStore(language);
  return { language: chosen, text: dictionaries[chosen] };
}
