import type { Dictionary } from '../en';
import { useText } from '../language';
import { dictionaries } from '../languages';
import { en, type VideoWords } from './en';
import { ja } from './ja';

const withVideo = {
  ja: { ...dictionaries.ja, ...ja },
  en: { ...dictionaries.en, ...en },
};

export type VideoText = Dictionary & VideoWords;

/** The words of the page, and those of a video's player and QC, in the language that the reader chose. */
export function useVideoText() {
  const { language } = useText();
  return { language, text: withVideo[language] };
}
