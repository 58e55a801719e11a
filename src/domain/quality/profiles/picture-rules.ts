import type { Rule } from '../rule';
import { flashBt1702, flashJba, levelsR103, patternsBt1702, practice, subliminal } from './sources';

/** Both standards: each forbids what the other allows. */
export const flashes: readonly Rule[] = [
  {
    id: 'flash-bt1702',
    measure: 'flash.bt1702.failures',
    must: { be: 'none' },
    severity: 'FAIL',
    source: flashBt1702,
    text: {
      ja: '1 秒間に 3 回を超える光の点滅（「鮮やかな赤色」を含む）がないこと（ITU-R BT.1702）',
      en: 'No more than 3 flashes, of light or saturated red, in any second (ITU-R BT.1702)',
    },
  },
  {
    id: 'flash-bt1702-doubt',
    measure: 'flash.bt1702.doubts',
    must: { be: 'none' },
    severity: 'REVIEW',
    whenUnknown: 'INFO',
    source: flashBt1702,
    text: {
      ja: '細かい絵柄、基準値付近、または 5 秒を超える点滅（要目視）がないこと（ITU-R BT.1702）',
      en: 'No flashing in fine detail, near a limit or for more than 5 s, which needs manual review (ITU-R BT.1702)',
    },
  },
  {
    id: 'flash-jba',
    measure: 'flash.jba.failures',
    must: { be: 'none' },
    severity: 'FAIL',
    source: flashJba,
    text: {
      ja: '1 秒間に 3 回を超える光の点滅がないこと（NHK・民放連ガイドライン）',
      en: 'No more than 3 flashes in any second (NHK/JBA guideline)',
    },
  },
  {
    id: 'flash-jba-doubt',
    measure: 'flash.jba.doubts',
    must: { be: 'none' },
    severity: 'REVIEW',
    whenUnknown: 'INFO',
    source: flashJba,
    text: {
      ja: '細かい絵柄または基準値付近の点滅（要目視）がないこと（NHK・民放連ガイドライン）',
      en: 'No flashing in fine detail or near a limit, which needs manual review (NHK/JBA guideline)',
    },
  },
  {
    id: 'flash-patterns',
    measure: 'flash.patterns',
    must: { be: 'none' },
    severity: 'REVIEW',
    whenUnknown: 'INFO',
    source: patternsBt1702,
    text: {
      ja: '規則的なパターン模様（縞模様、渦巻き模様など）が、画面の 40%（動く場合は 25%）を超え、0.5 秒を超えて続かないこと（要目視）',
      en: 'No regular stripes fill more than 40 % of the picture (25 % if they move) for more than 0.5 s, which needs manual review',
    },
  },
  {
    id: 'flash-jba-cuts',
    measure: 'flash.cuts',
    must: { be: 'none' },
    severity: 'REVIEW',
    whenUnknown: 'INFO',
    source: { ...flashJba, clause: '2' },
    text: {
      ja: 'コントラストの強い画面の反転や、輝度変化 20% を超える急激な場面転換が、1 秒間に 3 回を超えないこと（NHK・民放連ガイドライン）',
      en: 'No more than 3 inversions of strong contrast or cuts with a luminance change over 20 % in any second (NHK/JBA guideline)',
    },
  },
];

export const inserts: readonly Rule[] = [
  {
    id: 'insert-short',
    measure: 'picture.shortInserts',
    must: { be: 'none' },
    severity: 'REVIEW',
    source: subliminal,
    text: {
      ja: '0.1 秒（30 fps で 3 フレーム）以内の短いインサートがないこと（サブリミナルの疑い）',
      en: 'No short inserts of up to 0.1 s (3 frames at 30 fps): suspected subliminal images',
    },
  },
  {
    id: 'insert',
    measure: 'picture.inserts',
    must: { be: 'none' },
    severity: 'REVIEW',
    source: subliminal,
    text: {
      ja: '0.2 秒（30 fps で 6 フレーム）以内の短いインサートがないこと',
      en: 'No short inserts of up to 0.2 s (6 frames at 30 fps)',
    },
  },
];

export const blackAndFreeze: readonly Rule[] = [
  {
    id: 'black-long',
    measure: 'picture.blackInside',
    must: { be: 'noneLongerThan', seconds: 2 },
    severity: 'FAIL',
    source: practice,
    text: {
      ja: '本編中の黒味が 2 秒以内であること',
      en: 'No black longer than 2 s inside the programme',
    },
  },
  {
    id: 'black',
    measure: 'picture.blackInside',
    must: { be: 'noneLongerThan', seconds: 0.5 },
    severity: 'WARN',
    source: practice,
    text: {
      ja: '本編中の黒味が 0.5 秒以内であること',
      en: 'No black longer than 0.5 s inside the programme',
    },
  },
  {
    id: 'freeze',
    measure: 'picture.freezeInside',
    must: { be: 'noneLongerThan', seconds: 5 },
    severity: 'WARN',
    source: practice,
    text: {
      ja: '本編中のフリーズが 5 秒以内であること',
      en: 'No freeze longer than 5 s inside the programme',
    },
  },
];

export const levels: Rule = {
  id: 'levels',
  measure: 'picture.framesBeyondLevels',
  must: { be: 'atMost', limit: 0 },
  severity: 'WARN',
  source: levelsR103,
  text: {
    ja: 'RGB または輝度がレベル 5〜246 を外れる面積が、検査フレーム（30 枚に 1 枚）で 1% 以内であること',
    en: 'In each checked frame (1 in 30) R, G, B or luma is outside levels 5 to 246 in at most 1 % of the area',
  },
};

export const scanAsDeclared: Rule = {
  id: 'scan-as-declared',
  measure: 'picture.scanAsDeclared',
  must: { be: 'equals', value: true },
  severity: 'WARN',
  whenUnknown: 'INFO',
  source: practice,
  text: {
    ja: '走査方式とフィールドオーダーがヘッダーの記載どおりであること',
    en: 'Scan type and field order match the header',
  },
};

export const fieldsAsDeclared: Rule = {
  ...scanAsDeclared,
  id: 'fields-as-declared',
  measure: 'picture.fieldsAsDeclared',
  text: {
    ja: 'フィールドオーダーがヘッダーの記載どおりであること（PsF は可）',
    en: 'The field order matches the header (PsF is allowed)',
  },
};

export const fullPicture: Rule = {
  id: 'active-area',
  measure: 'picture.activeShape',
  must: { be: 'equals', value: 'full' },
  severity: 'INFO',
  source: practice,
  text: {
    ja: '黒帯（レターボックスなど）がないこと',
    en: 'No black bars (letterbox etc.) around the picture',
  },
};

export const constantRate: Rule = {
  id: 'frame-rate-constant',
  measure: 'picture.constantRate',
  must: { be: 'equals', value: true },
  severity: 'FAIL',
  source: practice,
  text: { ja: 'フレームレートが一定であること', en: 'The frame rate is constant' },
};
