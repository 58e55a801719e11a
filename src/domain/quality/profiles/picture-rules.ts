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
      ja: '1 秒間に 3 回を超える光点滅・赤色点滅がない（ITU-R BT.1702）',
      en: 'No more than 3 flashes, or changes of saturated red, in any second (ITU-R BT.1702)',
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
      en: 'Nothing flashes in fine detail, near a limit or for more than 5 s, which a person must see (ITU-R BT.1702)',
    },
  },
  {
    id: 'flash-jba',
    measure: 'flash.jba.failures',
    must: { be: 'none' },
    severity: 'FAIL',
    source: flashJba,
    text: {
      ja: '1 秒間に 3 回を超える点滅がない（NHK・民放連ガイドライン）',
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
      en: 'Nothing flashes in fine detail or near a limit, which a person must see (NHK/JBA guideline)',
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
      ja: '規則的な縞・渦巻き模様が、画面の 40%（動く場合は 25%）を超えて 0.5 秒より長く続かない（要目視）',
      en: 'No regular stripes fill more than 40 % of the picture, 25 % where they move, for more than 0.5 s, which a person must see',
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
      ja: '画面の反転や輝度変化 20% を超えるカットチェンジが 1 秒間に 3 回を超えない（NHK・民放連ガイドライン）',
      en: 'No more than 3 reversals or cuts that change the light by over 20 % in any second (NHK/JBA guideline)',
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
      en: 'No pictures of up to 0.1 s (3 frames of 30) are inserted: they may be subliminal',
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
      en: 'No pictures of up to 0.2 s (6 frames of 30) are inserted',
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
    text: { ja: '本編中の黒みは 2 秒以内', en: 'No black inside is longer than 2 s' },
  },
  {
    id: 'black',
    measure: 'picture.blackInside',
    must: { be: 'noneLongerThan', seconds: 0.5 },
    severity: 'WARN',
    source: practice,
    text: { ja: '本編中の黒みは 0.5 秒以内', en: 'No black inside is longer than 0.5 s' },
  },
  {
    id: 'freeze',
    measure: 'picture.freezeInside',
    must: { be: 'noneLongerThan', seconds: 5 },
    severity: 'WARN',
    source: practice,
    text: { ja: '本編中の静止は 5 秒以内', en: 'No picture inside stands still for more than 5 s' },
  },
];

export const levels: Rule = {
  id: 'levels',
  measure: 'picture.framesBeyondLevels',
  must: { be: 'atMost', limit: 0 },
  severity: 'WARN',
  source: levelsR103,
  text: {
    ja: '映像レベル 5〜246 を外れる面積は、どのフレームでも 1 % 以内',
    en: 'In no picture is more than 1 % of the area outside the levels 5 to 246',
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
    ja: '走査方式とフィールド順は宣言どおり',
    en: 'Scan and field order are as the file declares',
  },
};

export const fullPicture: Rule = {
  id: 'active-area',
  measure: 'picture.activeShape',
  must: { be: 'equals', value: 'full' },
  severity: 'INFO',
  source: practice,
  text: { ja: '黒帯（レターボックス等）がない', en: 'There are no black bars around the picture' },
};

export const constantRate: Rule = {
  id: 'frame-rate-constant',
  measure: 'picture.constantRate',
  must: { be: 'equals', value: true },
  severity: 'FAIL',
  source: practice,
  text: { ja: 'フレームレートは一定', en: 'The frame rate is constant' },
};
