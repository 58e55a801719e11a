import { type Dictionary, en } from './en';
import { ja } from './ja';

export type Language = 'ja' | 'en';

export const dictionaries: Readonly<Record<Language, Dictionary>> = { ja, en };

/** The first language of the reader that the page speaks; English for all others. */
export function preferredLanguage(wanted: readonly string[]): Language {
  const codes = wanted.map((tag) => tag.split('-')[0]?.toLowerCase());
  return codes.find((code): code is Language => code === 'ja' || code === 'en') ?? 'en';
}
