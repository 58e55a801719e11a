import type { IntervalList } from '../domain/quality/interval';
import type { Picture } from '../domain/quality/picture';
import type { UnknownReason } from '../domain/quality/reading';
import type { Outcome } from '../domain/quality/report';
import type { Source } from '../domain/quality/rule';
import type { Sound } from '../domain/quality/sound';

/* The words of reports and of their charts, which the page shows too. */

export const reportLanguages = ['ja', 'en'] as const;
export type ReportLanguage = (typeof reportLanguages)[number];

/** The first language of the header that a report can be in; Japanese for all others. */
export function preferredLanguage(acceptLanguage: string): ReportLanguage {
  const wanted = acceptLanguage
    .split(',')
    .map((range) => {
      const [tag = '', ...parameters] = range.trim().toLowerCase().split(';');
      const q = parameters.map((parameter) => /^\s*q=([\d.]+)$/.exec(parameter)?.[1]).find(Boolean);
      return { code: tag.split('-')[0], weight: Number(q ?? 1) };
    })
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight)
    .map(({ code }) => code);
  return wanted.find((code): code is ReportLanguage => code === 'ja' || code === 'en') ?? 'ja';
}

type ListsOf<Of> = {
  [Name in keyof Of]-?: Of[Name] extends IntervalList ? Name : never;
}[keyof Of];

/** Of the timeline: a lane for each list of intervals, and for other findings that have a time. */
export type LaneName = ListsOf<Picture> | ListsOf<Sound> | 'flash' | 'errors';

const en = {
  title: 'QC report',
  outcomes: {
    pass: 'Pass',
    info: 'Note',
    warn: 'Warning',
    review: 'Review',
    fail: 'Fail',
  } satisfies Record<Outcome, string>,
  meaning: {
    pass: 'No rule is broken.',
    info: '',
    warn: 'May be published with a note of whoever approves it.',
    review: 'A person must look before anybody can say.',
    fail: 'Must not be published.',
  } satisfies Record<Outcome, string>,
  byOverride: (outcome: string) => `${outcome} by override`,
  rulesSay: (outcome: string, broken: number) =>
    `By the rules: ${outcome}; ${broken === 0 ? 'no rule is broken' : broken === 1 ? '1 rule is broken' : `${broken} rules are broken`}.`,
  facts: {
    file: 'File',
    length: 'Length',
    profile: 'Profile',
    judgedAt: 'Judged',
    sha256: 'SHA-256',
    version: 'Object version',
    reason: 'Why',
    proposedBy: 'Proposed by',
    approvedBy: 'Approved by',
  },
  versionOf: (version: number) => `version ${version}`,
  japanTime: 'JST',
  signed: (who: string, when: string) => `${who}, ${when} JST`,
  findings: 'What was found',
  noFindings: 'No rule is broken.',
  loudness: 'Loudness over time',
  loudnessShown:
    'Short-term loudness (3 s) in LUFS; dotted: programme loudness; dashed: limits of the profile for it',
  timeline: 'Timeline',
  timelineShown: 'Where black, still pictures, silence, flashes and other findings are',
  lanes: {
    black: 'Black',
    freeze: 'Freeze',
    silence: 'Silence',
    flash: 'Flash',
    inserts: 'Insert',
    errors: 'Decode error',
  } satisfies Record<LaneName, string>,
  nothingFound: 'none',
  stills: 'Pictures at the findings',
  allRules: 'All rules',
  measured: 'Everything measured',
  more: (count: number) => `and ${count} more`,
  columns: {
    outcome: 'Result',
    rule: 'Rule',
    value: 'Value',
    limit: 'Limit',
    times: 'Times',
    source: 'Source',
    measure: 'Measure',
    meaning: 'Unit and method',
  },
  confidence: {
    high: 'confirmed',
    medium: 'from a secondary source',
    low: 'our own reading',
  } satisfies Record<Source['confidence'], string>,
  longest: 'longest',
  none: 'none',
  yes: 'yes',
  no: 'no',
  noneLongerThan: (seconds: number) => `none longer than ${seconds} s`,
  reasons: {
    no_picture: 'no picture',
    no_sound: 'no sound',
    undecodable: 'not decodable',
    hdr: 'not measured in HDR',
    too_small: 'picture too small',
    not_limited_range: 'not of limited range',
    not_stereo: 'not stereo',
    below_gate: 'below the gate of -70 LUFS',
    digital_silence: 'silence',
    all_black: 'all black',
    no_body: 'the timecode does not tell where the body begins',
    not_declared: 'not declared',
    undetermined: 'undetermined',
    one_picture: 'one picture only',
    lossless: 'lossless codec',
    lossy: 'lossy codec',
    not_measured: 'not measured by an earlier release',
  } satisfies Record<UnknownReason, string>,
  notMeasured: 'Not measured',
  made: 'StreamTech video platform',
};

export type ReportWords = typeof en;

const ja: ReportWords = {
  title: 'QC レポート',
  outcomes: { pass: '合格', info: '参考', warn: '注意', review: '要確認', fail: '不合格' },
  meaning: {
    pass: 'すべての規則を満たしています。',
    info: '',
    warn: '承認者が所見を残せば公開できます。',
    review: '人が見て判断する必要があります。',
    fail: '公開できません。',
  },
  byOverride: (outcome) => `${outcome}（判定変更による）`,
  rulesSay: (outcome, broken) =>
    `規則による判定：${outcome}。${broken === 0 ? '満たしていない規則はありません' : `満たしていない規則が ${broken} 件あります`}。`,
  facts: {
    file: 'ファイル',
    length: '長さ',
    profile: 'プロファイル',
    judgedAt: '判定日時',
    sha256: 'SHA-256',
    version: 'オブジェクト版',
    reason: '理由',
    proposedBy: '提案者',
    approvedBy: '承認者',
  },
  versionOf: (version) => `第 ${version} 版`,
  japanTime: '日本時間',
  signed: (who, when) => `${who}、${when} 日本時間`,
  findings: '見つかったこと',
  noFindings: '満たしていない規則はありません。',
  loudness: 'ラウドネスの推移',
  loudnessShown: 'ショートターム（3 秒）ラウドネス（LUFS）。点線は平均ラウドネス、破線はその限度',
  timeline: 'タイムライン',
  timelineShown: '黒み、静止、無音、光点滅などの位置',
  lanes: {
    black: '黒み',
    freeze: '静止',
    silence: '無音',
    flash: '光点滅',
    inserts: '挿入',
    errors: '復号エラー',
  },
  nothingFound: 'なし',
  stills: '該当箇所の画像',
  allRules: 'すべての規則',
  measured: 'すべての測定値',
  more: (count) => `ほか ${count} 件`,
  columns: {
    outcome: '結果',
    rule: '規則',
    value: '値',
    limit: '限度',
    times: '時刻',
    source: '典拠',
    measure: '測定項目',
    meaning: '単位と方法',
  },
  confidence: { high: '確認済み', medium: '二次資料による', low: '当社の解釈' },
  longest: '最長',
  none: 'なし',
  yes: 'はい',
  no: 'いいえ',
  noneLongerThan: (seconds) => `${seconds} 秒以内`,
  reasons: {
    no_picture: '映像なし',
    no_sound: '音声なし',
    undecodable: '復号できない',
    hdr: 'HDR は測定対象外',
    too_small: '画面が小さい',
    not_limited_range: 'リミテッドレンジでない',
    not_stereo: 'ステレオでない',
    below_gate: '-70 LUFS のゲート未満',
    digital_silence: '無音',
    all_black: '全編黒',
    no_body: 'タイムコードから本編の位置が分からない',
    not_declared: '宣言なし',
    undetermined: '判定不能',
    one_picture: '画像 1 枚のみ',
    lossless: '可逆圧縮',
    lossy: '非可逆圧縮',
    not_measured: '以前のリリースでは未測定',
  },
  notMeasured: '未測定',
  made: 'StreamTech 映像プラットフォーム',
};

export const reportWords: Readonly<Record<ReportLanguage, ReportWords>> = { ja, en };
