import { reportWords } from '../../../report/words';
import type { MappedProgramme } from '../../client/contract';
import type { Language } from '../../i18n/languages';
import type { ProfileWords } from '../../i18n/profiles/en';

/** One line of a track map. */
export function programmeText(
  { name, layout, channels, whenAbsent }: MappedProgramme,
  language: Language,
  words: ProfileWords,
): string {
  const parts = [
    `${words.layouts[layout]} ${channels.join('/')}`,
    reportWords[language].labelled(words.whenAbsent, words.severities[whenAbsent]),
  ];
  return `${name[language]} – ${parts.join(' · ')}`;
}
