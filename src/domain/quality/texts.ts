import * as z from 'zod';

/** For people, in both languages. */
export const bilingualSchema = z.strictObject({
  ja: z.string().min(1).max(500),
  en: z.string().min(1).max(500),
});
export type Bilingual = z.infer<typeof bilingualSchema>;
