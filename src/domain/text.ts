import * as z from 'zod';

/*
 * Text that people write and others read. PostgreSQL stores neither NUL nor half of a surrogate pair. A
 * character that cannot be seen, or that turns the direction of what follows, shows another name than is
 * there: U+202E makes `gpj.4pm` of `mp4.jpg`. Joiners stay: emoji and some scripts need them.
 */

/** As they stand in a class of a regular expression. */
const REFUSED = [
  '\u0000-\u001f', // control characters
  '\u007f-\u009f',
  '\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069', // direction of text
  '\u00ad\u180e\u200b\u2060-\u2064\ufeff\ufff9-\ufffb', // invisible
  '\ufffc\ufffd', // in the place of what is lost: API Gateway makes U+FFFD of bytes that are no UTF-8
].join('');

/**
 * The characters themselves instead of `\p{…}` or `\u…`: this pattern is in the OpenAPI document, and
 * the engines of all languages read it so, with whatever flags.
 */
const PRINTABLE = new RegExp(`^[^${REFUSED}]*$`);
/** Left out of the pattern: `RegExp` writes the separators of lines with `\u`, and no engine has the halves. */
const UNWRITABLE = '\\u2028\\u2029\\p{Cs}';
const HOLDS_UNWRITABLE = new RegExp(`[${UNWRITABLE}]`, 'u');
/**
 * Space, the blank of Braille, what no font draws by itself (joiners, variation selectors, tags, letters of Hangul
 * that are blank), and code points that are no characters yet.
 */
const BLANK = /^(?:[\s\u2800]|\p{Default_Ignorable_Code_Point}|\p{Cn})*$/u;
const NOT_ALLOWED = new RegExp(`[${REFUSED}${UNWRITABLE}]`, 'gu');

const PRINTABLE_RULE =
  'must not hold a control character, an invisible one, one that turns the direction of text, half a surrogate pair, or U+FFFD, which stands for what is no UTF-8';
const VISIBLE_RULE = 'must hold a character that can be seen';

/** Text of 1 to so many UTF-16 units, with something to be seen in it; in NFC. */
export function readableText(maxLength: number) {
  return readable(z.string(), maxLength);
}

/** The same, without the space around it. */
export function trimmedText(maxLength: number) {
  return readable(z.string().trim(), maxLength);
}

/** What is readable of a text, with `_` for each character that is refused. */
export function madeReadable(text: string): string {
  const readable = text.replace(NOT_ALLOWED, '_');
  return BLANK.test(readable) ? '_' : readable;
}

/** Whether a name means this folder or the one above, wherever it is used. */
export function isFolder(name: string): boolean {
  return name === '.' || name === '..';
}

function readable(text: z.ZodString, maxLength: number) {
  return text
    .min(1)
    .max(maxLength)
    .normalize('NFC')
    .regex(PRINTABLE, PRINTABLE_RULE)
    .refine((value) => !HOLDS_UNWRITABLE.test(value), PRINTABLE_RULE)
    .refine((value) => value === '' || !BLANK.test(value), VISIBLE_RULE);
}
