import type { Rule } from '../rule';
import { integrity } from './sources';

/** The file plays from its first picture to its last. */
export const decodes: readonly Rule[] = [
  {
    id: 'decode-streams',
    measure: 'decode.undecodable',
    must: { be: 'equals', value: 'none' },
    severity: 'FAIL',
    whenUnknown: 'INFO',
    source: integrity,
    text: {
      ja: 'ヘッダーに記載されたすべての映像・音声をデコードできること',
      en: 'Every declared video and audio stream can be decoded',
    },
  },
  {
    id: 'decode-complete',
    measure: 'decode.brokeOff',
    must: { be: 'none' },
    severity: 'FAIL',
    source: integrity,
    text: { ja: '最後までデコードできること', en: 'The file can be decoded to its end' },
  },
  {
    id: 'decode-errors',
    measure: 'decode.errors',
    must: { be: 'none' },
    severity: 'FAIL',
    source: integrity,
    text: { ja: 'デコードエラーがないこと', en: 'No decode errors' },
  },
  {
    id: 'decode-errors-before-picture',
    measure: 'decode.errorsBeforePicture',
    must: { be: 'none' },
    severity: 'WARN',
    whenUnknown: 'INFO',
    source: integrity,
    text: {
      ja: '先頭のキーフレームより前に、デコードできない映像がないこと',
      en: 'No video before the first key frame is undecodable',
    },
  },
  {
    id: 'decode-frames',
    measure: 'decode.frameDifference',
    must: { be: 'atMost', limit: 0 },
    severity: 'FAIL',
    whenUnknown: 'INFO',
    source: integrity,
    text: {
      ja: 'フレーム数がヘッダー記載と一致すること',
      en: 'The number of decoded frames matches the header',
    },
  },
  {
    id: 'container-end',
    measure: 'container.missingBytes',
    must: { be: 'equals', value: 0 },
    severity: 'WARN',
    source: integrity,
    text: {
      ja: 'コンテナの記載がファイルの終わりを超えないこと',
      en: 'The container declares no data beyond the end of the file',
    },
  },
  {
    id: 'decode-length',
    measure: 'decode.missingSeconds',
    must: { be: 'atMost', limit: 0.1 },
    severity: 'FAIL',
    whenUnknown: 'INFO',
    source: integrity,
    text: {
      ja: '実尺が記載より 0.1 秒を超えて短くないこと',
      en: 'The decoded duration is at most 0.1 s shorter than declared',
    },
  },
];

export const togetherInTime: readonly Rule[] = [
  {
    id: 'sound-start',
    measure: 'timing.soundStartsLater',
    must: { be: 'between', low: -0.045, high: 0.045 },
    severity: 'WARN',
    whenUnknown: 'INFO',
    source: integrity,
    text: {
      ja: '映像・音声の開始のずれが 45 ms 以内であること',
      en: 'Audio and video start within 45 ms of each other',
    },
  },
  {
    id: 'sound-length',
    measure: 'timing.lengthDifference',
    must: { be: 'atMost', limit: 1 },
    severity: 'FAIL',
    whenUnknown: 'INFO',
    source: integrity,
    text: {
      ja: '映像・音声の尺の差が 1 フレーム以内であること',
      en: 'Audio and video durations differ by at most 1 frame',
    },
  },
];
