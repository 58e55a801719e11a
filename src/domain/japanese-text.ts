/*
 * Files that broadcasters' tools write beside a video are UTF-8 or cp932, and don't say which. cp932 is
 * what Windows makes of Shift_JIS: with ①, ～ and 髙. JavaScript knows it under the name shift_jis.
 */

/** The bytes are no text that can be relied on. The message says what to do. */
export class JapaneseTextError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'JapaneseTextError';
  }
}

/** UTF-8 when it is that without fault, else cp932; in NFC. @throws JapaneseTextError */
export function decodeJapaneseText(bytes: Uint8Array): string {
  const text = decoded('utf-8', bytes) ?? decoded('shift_jis', bytes);
  if (text === null) {
    throw new JapaneseTextError('the text must be UTF-8 or cp932, got neither; save it as UTF-8');
  }
  const own = PRIVATE_USE.exec(text)?.[0];
  if (own !== undefined) {
    const code = own.codePointAt(0)?.toString(16).toUpperCase() ?? '';
    throw new JapaneseTextError(
      `the text must not hold characters of somebody's own making (外字), got U+${code}; write it with another`,
    );
  }
  if (isGarbled(text)) {
    throw new JapaneseTextError(
      `the text was UTF-8 once and then read as cp932, got '${text.trim().slice(0, 12)}…'; take it from its source again`,
    );
  }
  return text.normalize('NFC');
}

/**
 * Whether this is UTF-8 that somebody read as cp932 (文字化け): データ becomes 繝�繝ｼ繧ｿ. It is when a character
 * was lost, or when the way back gives Japanese.
 */
export function isGarbled(text: string): boolean {
  if (text.includes('\ufffd')) return true;
  const bytes = encodeCp932(text);
  const back = bytes && decoded('utf-8', bytes);
  return back !== null && back !== text && JAPANESE.test(back);
}

/** Null when cp932 lacks a character, such as 𠮷 or ゔ. */
export function encodeCp932(text: string): Uint8Array | null {
  const bytes: number[] = [];
  for (const character of text) {
    const code = cp932().get(character);
    if (code === undefined) return null;
    if (code > 0xff) bytes.push(code >> 8);
    bytes.push(code & 0xff);
  }
  return Uint8Array.from(bytes);
}

const PRIVATE_USE = /\p{Co}/u;
const JAPANESE = /\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Han}/u;

function decoded(encoding: 'utf-8' | 'shift_jis', bytes: Uint8Array): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** Made of the decoder, as JavaScript has no encoder; at first use, in a few milliseconds. */
function cp932(): ReadonlyMap<string, number> {
  return (codes ??= makeCodes());
}
let codes: ReadonlyMap<string, number> | undefined;

function makeCodes(): Map<string, number> {
  const made = new Map<string, number>();
  const learn = (code: number, bytes: number[]): void => {
    const character = decoded('shift_jis', Uint8Array.from(bytes));
    // where several codes give one character, Windows writes the first, but for those of NEC
    if (character !== null && !made.has(character)) made.set(character, code);
  };
  for (let byte = 0; byte < 0x100; byte++) learn(byte, [byte]);
  for (let lead = 0x81; lead <= 0xfc; lead++) {
    for (let trail = 0x40; trail <= 0xfc; trail++) learn(lead * 0x100 + trail, [lead, trail]);
  }
  return made;
}
