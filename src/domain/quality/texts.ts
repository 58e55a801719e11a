import * as z from 'zod';
import { readableText } from '../text';

/** For people, in both languages. */
export const bilingualSchema = z.strictObject({
  ja: readableText(500),
  en: readableText(500),
});
export type Bilingual = z.infer<typeof bilingualSchema>;
