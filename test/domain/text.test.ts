import { madeReadable, readableText, trimmedText } from '../../src/domain/text';

const refused = [
  ...['a\u0000b', 'a\nb', 'a\u007fb', 'a\u0085b', '\ud83d'],
  ...['mp4.\u202egpj', 'a\u2066b', 'a\u200fb', 'a\u061cb'],
  ...['a\u2028b', 'a\u2029b', 'a\u200bb', '\ufeffa', 'a\u00adb', 'a\u2060b'],
];

describe('readable text', () => {
  it.each(refused)('holds nothing that cannot be seen or stored: %j', (text) => {
    expect(readableText(100).safeParse(text).success).toBe(false);
    expect(readableText(100).safeParse(madeReadable(text)).success).toBe(true);
  });

  it.each(['', ' ', '\u3000', '\u00a0', '\u3164', '\u2800', '\u200d', '\u115f\u1160 '])(
    'is not blank: %j',
    (text) => {
      expect(readableText(100).safeParse(text).success).toBe(false);
      expect(trimmedText(100).safeParse(text).success).toBe(false);
      expect(readableText(100).safeParse(madeReadable(text)).success).toBe(true);
    },
  );

  it.each([
    'a',
    '夜景',
    '𠮷野家',
    '👨\u200d👩\u200d👧',
    '🏴\u{e0067}\u{e0062}\u{e007f}',
    'می\u200cخواهم',
    'a b',
  ])('takes %s as it is', (text) => {
    expect(readableText(100).parse(text)).toBe(text);
    expect(madeReadable(text)).toBe(text);
  });

  it('says the rule once', () => {
    const { error } = readableText(100).safeParse('a\u202e');
    expect(error?.issues.map(({ message }) => message)).toEqual([
      expect.stringMatching(/^must not hold a control character, .* direction of text/),
    ]);
  });
});
