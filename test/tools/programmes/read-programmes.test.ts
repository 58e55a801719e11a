import { READING_RULE } from '../../../src/domain/reading';
import { encodeCp932 } from '../../../src/domain/japanese-text';
import { ProgrammeFileError, readProgrammes } from '../../../tools/programmes/read-programmes';

const utf8 = (text: string) => new TextEncoder().encode(text);

const english = `video,broadcastAt,class,captions
clip.mp4,2025-11-15 25:30,general,yes
`;
const japanese = `ファイル名,放送日時,番組区分,字幕,字幕対象外,CMコード,保存期間後
"朝の,ニュース①.mp4",２０２５／１１／１５\u3000２５：３０,一般,なし,権利,,削除

天気.mp4,2025-11-16 06:00,自然事象,あり,,,
CM.mp4,2025-11-16 06:30,一般,なし,,AB12CD34EF,
`;

it('reads the names of columns and values in English', () => {
  expect(readProgrammes(utf8(english))).toEqual([
    {
      line: 2,
      video: 'clip.mp4',
      body: {
        broadcastAt: '2025-11-15 25:30',
        class: 'general',
        isAdvertisement: false,
        captions: { present: true },
      },
    },
  ]);
});

it.each([
  ['UTF-8', utf8(japanese)],
  ['UTF-8 with a byte order mark', utf8(`\ufeff${japanese}`)],
  ['cp932', encodeCp932(japanese) ?? new Uint8Array()],
])('reads them in Japanese, from %s', (_, bytes) => {
  expect(readProgrammes(bytes)).toMatchObject([
    {
      line: 2,
      video: '朝の,ニュース①.mp4',
      body: { afterRetention: 'delete', captions: { present: false, exclusion: 'rights' } },
    },
    { line: 4, body: { class: 'natural_events', captions: { present: true } } },
    { line: 5, body: { cmCode: 'AB12CD34EF', isAdvertisement: true } },
  ]);
});

it('reads how titles are read, in kana alone', () => {
  const table = (reading: string) => `video,放送日時,番組区分,字幕,よみ
a.mp4,2025-11-15 21:00,一般,あり,${reading}
`;
  expect(readProgrammes(utf8(table(' ｷﾒﾂのやいば ')))).toMatchObject([
    { reading: 'キメツのやいば' },
  ]);
  expect(readProgrammes(utf8(table('')))[0]).not.toHaveProperty('reading');
  expect(messageOf(() => readProgrammes(utf8(table('鬼滅の刃'))))).toBe(
    `line 2: 'reading' ${READING_RULE}, got '鬼滅の刃'`,
  );
});

it('reads the codes of programme and material', () => {
  const table = `video,放送日時,番組区分,字幕,番組コード,素材コード
a.mp4,2025-11-15 21:00,一般,あり,P-0123,素材 45
b.mp4,2025-11-15 21:00,一般,あり,,${'x'.repeat(41)}
`;
  const [first = '', second = ''] = table.split(/(?=b\.mp4)/);
  expect(readProgrammes(utf8(first))).toMatchObject([
    { body: { programmeCode: 'P-0123', materialCode: '素材 45' } },
  ]);
  expect(messageOf(() => readProgrammes(utf8(first + second)))).toMatch(/line 3: 'materialCode'/);
});

it('reads what was ordered of a commercial, and what its credit says', () => {
  const table = `video,放送日時,番組区分,字幕,CMコード,発注秒数,クレジットCMコード,クレジット秒数
a.mxf,2025-11-15 21:00,一般,なし,9AB8CDE765,15,9AB8CDE766,３０
b.mxf,2025-11-15 21:00,一般,なし,,15,,
c.mxf,2025-11-15 21:00,一般,なし,,,,十五
`;
  const [first = '', second = ''] = table.split(/(?=c\.mxf)/);
  const [both, ordered] = readProgrammes(utf8(first));
  expect(both?.body).toMatchObject({
    cmSeconds: 15,
    credit: { cmCode: '9AB8CDE766', seconds: 30 },
  });
  expect(ordered?.body).toMatchObject({ cmSeconds: 15, isAdvertisement: true });
  expect(ordered?.body).not.toHaveProperty('credit');
  expect(messageOf(() => readProgrammes(utf8(first + second)))).toMatch(
    /line 4: 'credit\.seconds' .+, got '十五'/,
  );
});

it('says of every line what is wrong with it, with its number', () => {
  const broken = `video,broadcastAt,class,captions
a.mp4,2025-11-15 30:00,general,yes
"b
b.mp4",2025-11-15 21:00,news,perhaps
c.mp4,,general,yes
d.mp4,2025-11-15 21:00,general,yes,more
`;
  expect(() => readProgrammes(utf8(broken))).toThrow(ProgrammeFileError);
  const problems = messageOf(() => readProgrammes(utf8(broken))).split('\n');
  expect(problems).toEqual([
    expect.stringMatching(/^line 2: 'broadcastAt' must be .* got '2025-11-15 30:00'$/),
    expect.stringMatching(/^line 3: 'class' .* got 'news'$/),
    expect.stringMatching(/^line 3: 'captions.present' .* got 'perhaps'$/),
    "line 5: 'broadcastAt' must not be empty, got ''",
    "line 6: 'line' must have 4 cells, got '5'",
  ]);
});

it.each([
  ['', 'line 1: must name the columns'],
  [
    'video,when\n',
    'line 1: a column must be video, 動画, ファイル名, broadcastAt, 放送日時, broadcastEndsAt, 放送終了日時, class',
  ],
  [
    'video,class\n',
    'line 1: these columns must be there: broadcastAt or 放送日時, captions or 字幕',
  ],
  ['video,"class\n', 'line 1: a quote must be closed'],
])('refuses the table %j', (text, message) => {
  expect(messageOf(() => readProgrammes(utf8(text)))).toContain(message);
});

function messageOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof Error) return error.message;
  }
  return 'nothing was thrown';
}
