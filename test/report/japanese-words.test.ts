import { readFileSync } from 'node:fs';
import { flashNote, patternNote, type FlashSegment } from '../../src/domain/quality/flash';
import { profiles } from '../../src/domain/quality/profiles/profiles';
import { measuredInJapanese } from '../../src/report/measured-words';
import { dictionaries } from '../../src/page/i18n/languages';
import { ja as auditWords } from '../../src/page/i18n/audit/ja';
import { ja as profileWords } from '../../src/page/i18n/profiles/ja';
import { ja as signInWords } from '../../src/page/i18n/sign-in/ja';
import { ja as videoWords } from '../../src/page/i18n/video/ja';
import { measuredTable } from '../../src/report/measured-table';
import { type ReportLanguage, reportWords } from '../../src/report/words';
import { measurementDefinitions } from '../../src/domain/qc-definitions';
import { aReport, jpTv2k, someMeasurements } from '../support/factories/qc';

/* docs/japanese-style.md says what is held here. */

/** Every text in words of the page or the report; those with gaps have 0 in them. */
function textsIn(words: unknown): string[] {
  if (typeof words === 'string') return [words];
  if (typeof words === 'function') {
    const fill = words as (...parts: readonly string[]) => string;
    return [fill(...Array<string>(words.length).fill('0'))];
  }
  return Object.values(words as object).flatMap(textsIn);
}

const aSegment = (kind: FlashSegment['kind'], reason: FlashSegment['reason']): FlashSegment => {
  const numbers = { worstArea: 0.3, change: 30, end: 50, changeSeconds: 0.5 };
  return { startSeconds: 0, endSeconds: 1, verdict: 'fail', kind, reason, ...numbers };
};
const aPattern = { startSeconds: 0, endSeconds: 1, worstArea: 0.5 };

const ruleTexts = profiles.flatMap(({ rules }) => rules.map(({ text }) => text.ja));
const notes = [
  ...aReport(undefined, jpTv2k).notes,
  ...(['beyond_limits', 'fine_detail', 'near_limit', 'long_flashing'] as const).flatMap((reason) =>
    (['luminance', 'red'] as const).map((kind) => flashNote(aSegment(kind, reason))),
  ),
  patternNote([{ ...aPattern, moves: true }]),
  patternNote([{ ...aPattern, moves: false }]),
].flatMap((note) => note?.ja ?? []);

const texts = [
  ...textsIn(dictionaries.ja),
  ...textsIn(auditWords),
  ...textsIn(profileWords),
  ...textsIn(signInWords),
  ...textsIn(videoWords),
  ...textsIn(reportWords.ja),
  ...profiles.map(({ name }) => name.ja),
  ...profiles.flatMap(({ programmes = [] }) => programmes.map(({ name }) => name.ja)),
  ...ruleTexts,
  ...notes,
  ...Object.values(measuredInJapanese),
];

/** What is said of each row, by its path. */
function meaningsIn(language: ReportLanguage): Map<string, string> {
  const definitions = measurementDefinitions();
  const table = measuredTable(someMeasurements(), definitions, reportWords[language], language);
  const rows = table.text.matchAll(/<code>(.+?)<\/code>.*?<\/td>\s*<td>(.*?)<\/td>/gs);
  return new Map([...rows].map(([, path = '', meaning = '']) => [path, meaning]));
}

function notUsed(): string[] {
  const rows = readFileSync('docs/japanese-style.md', 'utf8')
    .split('## Terms')[1]
    ?.split('\n## ')[0]
    ?.split('\n')
    .filter((line) => line.startsWith('| '))
    .slice(2);
  return (rows ?? []).flatMap((row) => row.split('|')[4]?.trim().split('、') ?? []).filter(Boolean);
}

/** Words of another meaning that have one of those in them. */
const OTHERS = /規則的な|静止した縞模様/g;

it.each(notUsed())('%s is in no text', (word) => {
  expect(texts.filter((text) => text.replace(OTHERS, '').includes(word))).toEqual([]);
});

it.each([...new Set(ruleTexts)])('the rule is a requirement, with こと at its end: %s', (text) => {
  expect(text).toMatch(/こと(（[^（）]+）)*$/);
});

/** Of formats, standards, units, keys, scopes and groups, which Japanese writes so too. */
const NAMES = new Set(
  [
    'AAC AVI Dolby FLV H.264 HEVC MOV MP4 MPEG MXF Matroska OP1a Ogg PCM PS ProRes TS Vision XDCAM',
    'High Intra Long XAVC',
    'BS BT.1702 BT.2020 BT.709 CM HD HDR HLG ITU MaxCLL MaxFALL NHK PsF QC RGB SD SDR i',
    'B BS.1770 EBU G JBA LFE Tech YCbCr bit dBFS',
    'LKFS LU Mbps cd ch dB dBTP fps kHz m ms u v',
    'API CSV DRM Excel HTTP ID JSON JST SHA UTC StreamTech approve approver editor legal read write',
    'Enter I J K L O R Shift client person',
    'JPEG MB PDF PNG XML',
  ].flatMap((line) => line.split(' ')),
);

it('no word is left in English, but names', () => {
  const words = texts.flatMap((text) => text.match(/[A-Za-z][\w.]*/g) ?? []);
  expect([...new Set(words)].filter((word) => !NAMES.has(word)).sort()).toEqual([]);
});

it('signs between Japanese are of full width, per cent has no space, a range has 〜', () => {
  const japanese = '[\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Han}ー]';
  const wrong = new RegExp(`${japanese} ?[:(,~～]|[:),]${japanese}| %|～|\\d-\\d|[（ ]-\\d`, 'u');
  expect(texts.filter((text) => wrong.test(text))).toEqual([]);
});

it('what is said of a number in English is said in Japanese', () => {
  const [english, japanese] = [meaningsIn('en'), meaningsIn('ja')];
  const said = [...english].filter(([, meaning]) => meaning !== '').map(([path]) => path);
  expect(said.length).toBeGreaterThan(50);
  expect(said.filter((path) => !japanese.get(path))).toEqual([]);
});
