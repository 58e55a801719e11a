import { useText } from '../language';
import type { Language } from '../languages';
import { en, type SignInWords } from './en';
import { ja } from './ja';

const dictionaries: Readonly<Record<Language, SignInWords>> = { ja, en };

/** The words of the form in the language that the reader chose. */
export function useSignInText() {
  const { language, text } = useText();
  return { text, words: dictionaries[language] };
}
