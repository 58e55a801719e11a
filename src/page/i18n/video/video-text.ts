import { useText } from '../language';
import { dictionaries } from '../languages';
import { en } from './en';
import { ja } from './ja';

const withVideo = {
  ja: { ...dictionaries.ja, ...ja },
  en: { ...dictionaries.en, ...en },
};

/** The words of the page, and those of a video's player and QC, in the language that the reader chose. */
export function useVideoText() {
  const { language } = useText();
  return { language, text: withVideo[language] };
}
