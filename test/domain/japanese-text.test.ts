import * as fc from 'fast-check';
import {
  decodeJapaneseText,
  encodeCp932,
  isGarbled,
  JapaneseTextError,
} from '../../src/domain/japanese-text';

/** As the bytes of a file. */
const cp932 = (...bytes: number[]) => Uint8Array.from(bytes);
const utf8 = (text: string) => new TextEncoder().encode(text);
/** What Windows shows of UTF-8 that it takes for its own. */
const misread = (text: string) => new TextDecoder('shift_jis').decode(utf8(text));

describe('text of a file', () => {
  it.each([
    ['①', [0x87, 0x40]],
    ['～', [0x81, 0x60]],
    ['－', [0x81, 0x7c]],
    ['髙', [0xfb, 0xfc]],
    ['﨑', [0xfa, 0xb1]],
    ['ｶﾞﾝﾀﾞﾑ', [0xb6, 0xde, 0xdd, 0xc0, 0xde, 0xd1]],
    ['表', [0x95, 0x5c]],
    ['\\~', [0x5c, 0x7e]],
  ])('has %s where cp932 has it', (text, bytes) => {
    expect(decodeJapaneseText(cp932(...bytes))).toBe(text);
  });

  it.each(['朝のニュース', '𠮷野家', 'ゔ', '番組①～②', 'plain', '👨‍👩‍👧'])(
    'is UTF-8 where it can be: %s',
    (text) => {
      expect(decodeJapaneseText(utf8(text))).toBe(text);
    },
  );

  it('loses its byte order mark, and is composed', () => {
    expect(decodeJapaneseText(utf8('\ufeffカ\u3099'))).toBe('ガ');
  });

  it.each([
    ['neither', cp932(0x81), 'must be UTF-8 or cp932'],
    ['a character of their own', cp932(0xf0, 0x40), '外字), got U+E000'],
    ['garbled text', utf8('繝ｪ繧｢繝ｫ'), 'read as cp932'],
  ])('is refused when it is %s', (_, bytes, message) => {
    expect(() => decodeJapaneseText(bytes)).toThrow(JapaneseTextError);
    expect(() => decodeJapaneseText(bytes)).toThrow(message);
  });
});

describe('garbled', () => {
  it.each(['データ', '東京', '朝のニュース', 'ガンダム', 'リアル'])('is %s, misread', (text) => {
    expect(isGarbled(misread(text))).toBe(true);
    expect(isGarbled(text)).toBe(false);
  });

  it.each(['縺れる', '繝', 'ﾄｱ', 'ｶﾞﾝﾀﾞﾑ', 'ABC', '', '①～－髙﨑', '𠮷'])('is not %j', (text) => {
    expect(isGarbled(text)).toBe(false);
  });

  it('is everything Japanese that was misread, when it is long enough to tell', () => {
    const kana = fc.integer({ min: 0x3041, max: 0x3096 }).map((code) => String.fromCodePoint(code));
    fc.assert(
      fc.property(fc.array(kana, { minLength: 3, maxLength: 20 }), (characters) => {
        expect(isGarbled(misread(characters.join('')))).toBe(true);
      }),
    );
  });
});

describe('cp932', () => {
  it.each(['𠮷', 'ゔ', '〜', '한'])('has no %s', (character) => {
    expect(encodeCp932(character)).toBeNull();
  });

  it('gives back what it was given', () => {
    const text = '第１２話「髙橋」～①ｶﾞ表\\';
    const bytes = encodeCp932(text);
    expect(bytes && decodeJapaneseText(bytes)).toBe(text);
  });
});
