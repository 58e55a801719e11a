import type { DecisionKind, FindingKind, SignatureRole } from '../domain/quality/decisions';
import type { IntervalList } from '../domain/quality/interval';
import type { Picture } from '../domain/quality/picture';
import { integrity, practice } from '../domain/quality/profiles/sources';
import type { ProgrammeState } from '../domain/quality/programmes';
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
export type LaneName = ListsOf<Picture> | ListsOf<Sound> | 'flash' | 'errors' | 'manual';

const en = {
  title: 'QC sheet',
  /** Name of the first sheet of the Excel file. */
  sheet: 'QC sheet',
  outcomes: {
    pass: 'Pass',
    info: 'Note',
    warn: 'Warning',
    review: 'Review',
    fail: 'Fail',
    hold: 'On hold',
  } satisfies Record<Outcome | 'hold', string>,
  meaning: {
    pass: 'All rules met.',
    info: '',
    warn: 'Passed with warnings.',
    review: 'Needs manual review.',
    fail: 'Failed: correct and redeliver.',
    hold: 'On hold: not to be used until the hold is lifted.',
  } satisfies Record<Outcome | 'hold', string>,
  byOverride: (outcome: string) => `${outcome} by override`,
  byInspection: (outcome: string) => `${outcome} by inspection`,
  rulesSay: (outcome: string, broken: number) =>
    `By the rules: ${outcome}; ${broken === 0 ? 'all rules met' : broken === 1 ? '1 rule not met' : `${broken} rules not met`}.`,
  facts: {
    title: 'Title',
    verdict: 'Verdict',
    file: 'File',
    programmeCode: 'Programme code',
    materialCode: 'Material code',
    cmCode: 'CM code',
    cmSeconds: 'Duration as ordered',
    credit: 'Credit (read by eye)',
    broadcastAt: 'Broadcast',
    length: 'Duration',
    body: 'Body',
    timecode: 'Start timecode',
    container: 'Container',
    picture: 'Video',
    tracks: 'Audio tracks',
    captions: 'Captions',
    loudness: 'Programme loudness',
    declared: 'Declared loudness',
    certificates: 'Flash test certificates',
    profile: 'Profile',
    judgedAt: 'Judged',
    sha256: 'SHA-256',
    version: 'File version ID',
    reason: 'Reason',
    proposedBy: 'Proposed by',
    approvedBy: 'Approved by',
    note: "Approver's note",
    heldBy: 'On hold by',
  },
  signatures: 'Signatures',
  signatureRoles: {
    inspected: 'Inspected by',
    confirmed: 'Confirmed by',
    approved: 'Approved by',
  } satisfies Record<SignatureRole, string>,
  decisions: 'Decisions',
  decisionKinds: {
    proposed: 'Verdict proposed',
    approved: 'Proposal approved',
    refused: 'Proposal refused',
    held: 'Put on hold',
    lifted: 'Hold lifted',
    found: 'Finding entered',
    withdrawn: 'Finding withdrawn',
    declared: 'Loudness declared by the supplier',
    signed: 'Signed',
    certified: 'Flash test certificate attached',
    uncertified: 'Flash test certificate withdrawn',
  } satisfies Record<DecisionKind, string>,
  measuredKind: 'measured',
  likeDeclared: (tolerance: string) =>
    `Programme loudness is within ${tolerance} LU of what the supplier declared`,
  byEye: 'by eye',
  findingKinds: {
    text_error: 'Text error',
    picture_noise: 'Picture noise',
    picture: 'Picture, other',
    sound_noise: 'Audio noise',
    sound_dropout: 'Audio dropout',
    lip_sync: 'Lip sync error',
    sound: 'Audio, other',
    expression: 'Unsuitable content',
    other: 'Other',
  } satisfies Record<FindingKind, string>,
  profileOf: (name: string, id: string, version: number) => `${name} (${id}, version ${version})`,
  /** @param local year-month-day and time of day, in Japan */
  japanTime: (local: string) => `${local} JST`,
  labelled: (label: string, value: string) => `${label}: ${value}`,
  bracketed: (text: string, part: string) => `${text} (${part})`,
  separator: ', ',
  /** Of times. */
  range: (from: string, to: string) => `${from}–${to}`,
  cited: (document: string, clause: string | null, confidence: string) =>
    `${document}${clause === null ? '' : `, ${clause}`} (${confidence})`,
  findings: 'Findings',
  noFindings: 'No findings.',
  loudness: 'Loudness over time',
  loudnessShown:
    'Short-term loudness (3 s) in LKFS; dotted: programme loudness; dashed: limits of the profile for it; shaded: not judged',
  timeline: 'Timeline',
  timelineShown: 'Positions of black, freezes, silence, flashes and other findings',
  lanes: {
    black: 'Black',
    freeze: 'Freeze',
    silence: 'Silence',
    flash: 'Flash',
    inserts: 'Insert',
    errors: 'Decode error',
    manual: 'By eye',
  } satisfies Record<LaneName, string>,
  nothingFound: 'none',
  stills: 'Frames at the findings',
  allRules: 'All rules',
  measured: 'All measured values',
  more: (count: number) => `and ${count} more`,
  columns: {
    outcome: 'Result',
    rule: 'Rule',
    value: 'Measured',
    limit: 'Limit',
    times: 'Times',
    source: 'Source',
    time: 'Time',
    how: 'Found',
    from: 'In',
    to: 'Out',
    comment: 'Comment',
    name: 'Name',
    by: 'By',
    decision: 'Decision',
    detail: 'Reason',
    measure: 'Measure',
    meaning: 'Unit and method',
  },
  decidedSince: (at: string) => `${at}; something was decided after it`,
  programmes: 'Audio programmes',
  programmeColumns: {
    programme: 'Audio',
    layout: 'Layout',
    integrated: 'Programme loudness',
    truePeak: 'True peak',
    outcome: 'Result',
  },
  programmeStates: {
    absent: 'not in the file',
    not_measured: 'not measured; reprocess the file',
    outside_map: 'not in the track map',
  } satisfies Record<Exclude<ProgrammeState, 'judged'>, string>,
  confidence: {
    high: 'confirmed',
    medium: 'from a secondary source',
    low: 'StreamTech interpretation',
  } satisfies Record<Source['confidence'], string>,
  longest: 'longest',
  none: 'none allowed',
  yes: 'yes',
  no: 'no',
  atMost: (amount: string) => `≤ ${amount}`,
  atLeast: (amount: string) => `≥ ${amount}`,
  between: (low: string, high: string) => `${low} to ${high}`,
  noneLongerThan: (amount: string) => `none longer than ${amount}`,
  /** With the space before it; a unit without an entry is written as measured. */
  units: { LUFS: ' LKFS', '1/s': ' fps' } as Readonly<Record<string, string>>,
  /** Of texts that are measured or declared; a text without an entry is written as it is. */
  values: {
    tt: 'top field first',
    bb: 'bottom field first',
    bt: 'top field first (coded bottom first)',
    tb: 'bottom field first (coded top first)',
  } as Readonly<Record<string, string>>,
  reasons: {
    no_picture: 'no video',
    no_sound: 'no audio',
    undecodable: 'not decodable',
    too_short: 'shorter than 0.1 s',
    hdr: 'not measured in HDR',
    too_small: 'picture too small',
    not_limited_range: 'not limited range',
    not_stereo: 'not stereo',
    below_gate: 'below the gate of −70 LKFS',
    digital_silence: 'silence',
    no_channels: 'not in the file',
    other_map: 'measured by another track map; reprocess the file',
    all_black: 'all black',
    no_body: 'start of the body not known from the timecode',
    not_declared: 'not declared',
    not_recorded: 'not recorded',
    undetermined: 'undetermined',
    one_picture: 'one frame only',
    lossless: 'lossless codec',
    lossy: 'lossy codec',
    not_measured: 'not measured by an earlier release',
  } satisfies Record<UnknownReason, string>,
  notMeasured: 'Not measured',
  made: 'StreamTech video platform',
};

export type ReportWords = typeof en;

/** Documents of StreamTech's own, by their English name; others are cited as they are called. */
const ownDocuments: Readonly<Record<string, string>> = {
  'Track map of the profile': 'プロファイルのトラック構成',
  [practice.document]: '業界の慣行、StreamTech の基準値',
  [integrity.document]: 'StreamTech の基準、最後まで再生できること',
};

/** `2 秒以内`, `45 ms 以内`: Latin letters and digits stand apart from Japanese. */
const spaced = (amount: string, word: string): string =>
  /[\x21-\x7e]$/.test(amount) ? `${amount} ${word}` : `${amount}${word}`;

const ja: ReportWords = {
  title: 'QC シート（検査報告書）',
  sheet: 'QC シート',
  outcomes: {
    pass: '合格',
    info: '参考',
    warn: '注意',
    review: '要確認',
    fail: '不合格',
    hold: '保留',
  },
  meaning: {
    pass: 'すべての基準を満たしています。',
    info: '',
    warn: '注意項目を確認し、使用可否を判断してください。',
    review: '目視・試聴での確認が必要です。',
    fail: '修正・再納品が必要です。',
    hold: '保留中です。解除されるまで使用できません。',
  },
  byOverride: (outcome) => `${outcome}（判定変更による）`,
  byInspection: (outcome) => `${outcome}（目視検査による）`,
  rulesSay: (outcome, broken) =>
    `基準による判定：${outcome}。${broken === 0 ? '基準を満たさない検査項目はありません' : `基準を満たさない検査項目が ${broken} 件あります`}。`,
  facts: {
    title: 'タイトル',
    verdict: '判定',
    file: 'ファイル',
    programmeCode: '番組コード',
    materialCode: '素材コード',
    cmCode: 'CM コード',
    cmSeconds: '発注秒数',
    credit: 'クレジット（目視）',
    broadcastAt: '放送日時',
    length: '尺',
    body: '本編',
    timecode: '開始タイムコード',
    container: 'コンテナ',
    picture: '映像',
    tracks: '音声トラック',
    captions: '字幕',
    loudness: '平均ラウドネス値',
    declared: '申告ラウドネス値',
    certificates: '光の点滅検査の証明書',
    profile: 'プロファイル',
    judgedAt: '判定日時',
    sha256: 'SHA-256',
    version: 'ファイルのバージョン ID',
    reason: '理由',
    proposedBy: '申請者',
    approvedBy: '承認者',
    note: '承認者のコメント',
    heldBy: '保留した担当者',
  },
  signatures: '署名',
  signatureRoles: { inspected: '検査者', confirmed: '確認者', approved: '承認者' },
  decidedSince: (at) => `${at}（署名後に別の決定あり）`,
  decisions: '判定の経緯',
  decisionKinds: {
    proposed: '判定変更を申請',
    approved: '申請を承認',
    refused: '申請を却下',
    held: '保留',
    lifted: '保留を解除',
    found: '目視の指摘を登録',
    withdrawn: '目視の指摘を取り下げ',
    declared: '搬入元の申告ラウドネス値',
    signed: '署名',
    certified: '光の点滅検査の証明書を添付',
    uncertified: '光の点滅検査の証明書を取り下げ',
  },
  measuredKind: '測定',
  likeDeclared: (tolerance) =>
    `平均ラウドネス値が搬入元の申告値から ${tolerance} LU 以内であること`,
  byEye: '目視',
  findingKinds: {
    text_error: '誤字・脱字',
    picture_noise: '映像ノイズ',
    picture: '映像（その他）',
    sound_noise: '音声ノイズ',
    sound_dropout: '音切れ',
    lip_sync: 'リップシンクのずれ',
    sound: '音声（その他）',
    expression: '不適切な表現',
    other: 'その他',
  },
  profileOf: (name, id, version) => `${name}（${id}、第 ${version} 版）`,
  japanTime: (local) => `${local.replaceAll('-', '/')} JST`,
  labelled: (label, value) => `${label}：${value}`,
  bracketed: (text, part) => `${text}（${part}）`,
  separator: '、',
  range: (from, to) => `${from}〜${to}`,
  cited: (document, clause, confidence) =>
    `${ownDocuments[document] ?? document}${clause === null ? '' : `、${clause}`}（${confidence}）`,
  findings: '指摘事項',
  noFindings: '指摘事項はありません。',
  loudness: 'ラウドネスの推移',
  loudnessShown:
    'ショートタームラウドネス（3 秒、LKFS）。点線は平均ラウドネス値、破線はその基準値、網掛けは判定の対象外',
  timeline: 'タイムライン',
  timelineShown: '黒味、フリーズ、無音、光の点滅などの位置',
  lanes: {
    black: '黒味',
    freeze: 'フリーズ',
    silence: '無音',
    flash: '光の点滅',
    inserts: 'インサート',
    errors: 'デコードエラー',
    manual: '目視',
  },
  nothingFound: '検出なし',
  stills: '該当箇所の画像',
  allRules: 'すべての検査項目',
  measured: 'すべての測定値',
  more: (count) => `ほか ${count} 件`,
  columns: {
    outcome: '判定',
    rule: '検査項目',
    value: '測定値',
    limit: '基準値',
    times: '時刻',
    source: '根拠',
    time: '日時',
    how: '検出',
    from: 'イン点',
    to: 'アウト点',
    comment: 'コメント',
    name: '氏名',
    by: '担当',
    decision: '内容',
    detail: '理由',
    measure: '測定項目',
    meaning: '単位・測定方法',
  },
  programmes: '音声の構成',
  programmeColumns: {
    programme: '音声',
    layout: 'モード',
    integrated: '平均ラウドネス値',
    truePeak: 'トゥルーピーク値',
    outcome: '判定',
  },
  programmeStates: {
    absent: '収録なし',
    not_measured: '未測定、再処理が必要',
    outside_map: 'トラック構成にない音声',
  },
  confidence: { high: '確認済み', medium: '二次資料による', low: 'StreamTech の解釈' },
  longest: '最長',
  none: '検出 0 件',
  yes: '適合',
  no: '不適合',
  atMost: (amount) => spaced(amount, '以下'),
  atLeast: (amount) => spaced(amount, '以上'),
  between: (low, high) => `${low}〜${high}`,
  noneLongerThan: (amount) => spaced(amount, '以内'),
  units: {
    LUFS: ' LKFS',
    '1/s': ' fps',
    'Mbit/s': ' Mbps',
    '%': '%',
    s: ' 秒',
    bit: ' ビット',
    bytes: ' バイト',
    frames: ' フレーム',
  },
  values: {
    none: 'なし',
    mono: 'モノラル',
    stereo: 'ステレオ',
    '5.1': '5.1 サラウンド',
    '5.1(side)': '5.1（サイド）',
    full: '黒帯なし',
    letterbox: '上下に黒帯',
    pillarbox: '左右に黒帯',
    windowbox: '上下左右に黒帯',
    progressive: 'プログレッシブ',
    tt: 'トップフィールドファースト',
    bb: 'ボトムフィールドファースト',
    bt: 'トップフィールドファースト（符号化はボトムが先）',
    tb: 'ボトムフィールドファースト（符号化はトップが先）',
  },
  reasons: {
    no_picture: '映像なし',
    no_sound: '音声なし',
    undecodable: 'デコードできない',
    too_short: '0.1 秒未満',
    hdr: 'HDR は測定対象外',
    too_small: '映像サイズが小さい',
    not_limited_range: 'リミテッドレンジでない',
    not_stereo: 'ステレオでない',
    below_gate: '−70 LKFS のゲート未満',
    digital_silence: '無音',
    no_channels: '収録なし',
    other_map: '別のトラック構成で測定済み（再処理が必要）',
    all_black: '全編黒味',
    no_body: 'タイムコードから本編の位置が分からない',
    not_declared: '記載なし',
    not_recorded: '未登録',
    undetermined: '判定不能',
    one_picture: '映像が 1 フレームのみ',
    lossless: '可逆圧縮',
    lossy: '非可逆圧縮',
    not_measured: '以前のバージョンでは未測定',
  },
  notMeasured: '未測定',
  made: 'StreamTech 映像プラットフォーム',
};

export const reportWords: Readonly<Record<ReportLanguage, ReportWords>> = { ja, en };
