import type { Language } from '../languages';
import { useVideoText } from '../video/video-text';
import { en, type AuditWords } from './en';
import { ja } from './ja';

const auditDictionaries: Readonly<Record<Language, AuditWords>> = { ja, en };

/** The words of the audit log, and those of the records in it, in the language that the reader chose. */
export function useAuditText() {
  const { language, text } = useVideoText();
  return { language, text, words: auditDictionaries[language] };
}
