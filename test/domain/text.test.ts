import { madeReadable, readableText, trimmedText } from '../../src/domain/text';

const refused = [
  ...['a\u0000b', 'a\nb', 'a\u007fb', 'a\u0085b', '\ud83d'],
  ...['mp4.\u202egpj', 'a\u2066b', 'a\u200fb', 'a\u061cb'],
  ...['a\u2028b', 'a\u2029b', 'a\u200bb', '\ufeffa', 'a\u00adb', 'a\u2060b'],
  ...['a\ufffd', 'a\ufffcb'],
];

const invisible = [
  // nothing that a font draws by itself
  ...['\u034f', '\ufe0f', '\u17b4', '\u180b', '\u206a', '\u{1d173}', '\u{e0100}'],
  '\u{e0041}\u{e0042}',
  // no characters
  ...['\u2065', '\ufff0', '\u0378', '\u{e0fff}'],
  '\ufe0f \u034f\u200d',
];

describe('readable text', () => {
  it.each(refused)('holds nothing that cannot be seen or stored: %j', (text) => {
    expect(readableText(100).safeParse(text).success).toBe(false);
    expect(readableText(100).safeParse(madeReadable(text)).success).toBe(true);
  });

  it.each([
    '',
    ' ',
    '\u3000',
    '\u00a0',
    '\u3164',
    '\u2800',
    '\u200d',
    '\u115f\u1160 ',
    ...invisible,
  ])('is not blank: %j', (text) => {
    expect(readableText(100).safeParse(text).success).toBe(false);
    expect(trimmedText(100).safeParse(text).success).toBe(false);
    expect(readableText(100).safeParse(madeReadable(text)).success).toBe(true);
  });

  it.each([
    'a',
    '夜景',
    '葛\u{e0100}城市',
    '☀\ufe0f',
    '\ue000', // of one's own, as broadcasters have them
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
