import { isReading, READING_RULE, readingSchema } from '../../src/domain/reading';

describe('a reading', () => {
  it.each([
    ['きめつのやいば', 'きめつのやいば'],
    [' ラーメン・サーガ 2 ', 'ラーメン・サーガ 2'],
    ['ｶﾞﾝﾀﾞﾑ', 'ガンダム'],
    ['ＮＨＫ　ニュース', 'NHK ニュース'],
    ['か\u3099', 'が'],
    ['いすゞ', 'いすゞ'],
    ['㌀', 'アパート'],
    ['ゔぁ', 'ゔぁ'],
  ])('%j is taken as %j', (text, reading) => {
    expect(readingSchema.parse(text)).toBe(reading);
  });

  it.each(['鬼滅のやいば', 'きめつ！', 'ー', '・ア', '々', 'Café', 'あ\nい', 'あ‐い'])(
    '%j is refused, with what it must be',
    (text) => {
      const messages = readingSchema.safeParse(text).error?.issues.map(({ message }) => message);
      expect(messages).toContain(READING_RULE);
    },
  );

  it.each(['', ' ', 'あ'.repeat(501), '㌀'.repeat(126)])('%j is refused', (text) => {
    expect(readingSchema.safeParse(text).success).toBe(false);
  });

  it('is a title of nothing but kana, digits and Latin letters', () => {
    expect(['ｶﾞﾝﾀﾞﾑ 2', 'NHK', '7', '7人', '東京', '!?'].map(isReading)).toEqual([
      true,
      true,
      true,
      false,
      false,
      false,
    ]);
  });
});
