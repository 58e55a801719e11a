import { useText } from '../language';
import type { Language } from '../languages';
import { en, type ProfileWords } from './en';
import { ja } from './ja';

const profileDictionaries: Readonly<Record<Language, ProfileWords>> = { ja, en };

/** The words of these pages in the language that the reader chose. */
export function useProfileText() {
  const { language, text } = useText();
  return { language, text, words: profileDictionaries[language] };
}
