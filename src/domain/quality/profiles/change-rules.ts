import type { Rule } from '../rule';
import { hdColour, hdFormat, practice } from './sources';

const whenUnknown = 'INFO';

/** What is declared holds from the beginning of the file to its end. */
export const unchanging: readonly Rule[] = [
  {
    id: 'change-picture',
    measure: 'changes.picture',
    must: { be: 'none' },
    severity: 'FAIL',
    whenUnknown,
    source: hdFormat,
    text: {
      ja: '画面のサイズ、画素の縦横比、画素形式が途中で変わらない',
      en: 'Size, pixel aspect and pixel format are the same from beginning to end',
    },
  },
  {
    id: 'change-frame-rate',
    measure: 'changes.frameRate',
    must: { be: 'none' },
    severity: 'FAIL',
    whenUnknown,
    source: hdFormat,
    text: {
      ja: 'フレームレートが途中で変わらない',
      en: 'The frame rate is the same from beginning to end',
    },
  },
  {
    id: 'change-colour',
    measure: 'changes.colour',
    must: { be: 'none' },
    severity: 'FAIL',
    whenUnknown,
    source: hdColour,
    text: {
      ja: '色の指定（レンジ、マトリクス、原色、伝達特性）が途中で変わらない',
      en: 'Range, matrix, primaries and transfer are the same from beginning to end',
    },
  },
  {
    id: 'change-sound',
    measure: 'changes.sound',
    must: { be: 'none' },
    severity: 'REVIEW',
    whenUnknown,
    source: practice,
    text: {
      ja: '音声のチャンネルとサンプルレートが途中で変わらない',
      en: 'Channels and sample rate of the sound are the same from beginning to end',
    },
  },
  {
    id: 'change-streams',
    measure: 'changes.streams',
    must: { be: 'none' },
    severity: 'REVIEW',
    whenUnknown,
    source: practice,
    text: {
      ja: '途中から始まるストリームがない',
      en: 'No stream begins in the middle of the file',
    },
  },
];
