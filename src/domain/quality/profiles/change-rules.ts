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
      ja: '解像度、画素アスペクト比、画素形式が途中で変わらないこと',
      en: 'Resolution, pixel aspect ratio and pixel format do not change',
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
      ja: 'フレームレートが途中で変わらないこと',
      en: 'The frame rate does not change',
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
      ja: '色の記載（レンジ、マトリクス、色域、伝達特性）が途中で変わらないこと',
      en: 'Range, matrix, primaries and transfer do not change',
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
      ja: '音声のチャンネルとサンプリング周波数が途中で変わらないこと',
      en: 'Channels and sample rate of the audio do not change',
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
      ja: '途中から始まるストリームがないこと',
      en: 'No stream starts in the middle of the file',
    },
  },
];
