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
      ja: '宣言されたすべての映像・音声を復号できる',
      en: 'Every picture and sound stream that is declared can be decoded',
    },
  },
  {
    id: 'decode-complete',
    measure: 'decode.brokeOff',
    must: { be: 'none' },
    severity: 'FAIL',
    source: integrity,
    text: { ja: '最後まで復号できる', en: 'The file can be decoded to its end' },
  },
  {
    id: 'decode-errors',
    measure: 'decode.errors',
    must: { be: 'none' },
    severity: 'FAIL',
    source: integrity,
    text: { ja: '復号エラーがない', en: 'The decoder reports no error' },
  },
  {
    id: 'decode-errors-before-picture',
    measure: 'decode.errorsBeforePicture',
    must: { be: 'none' },
    severity: 'WARN',
    whenUnknown: 'INFO',
    source: integrity,
    text: {
      ja: '先頭のキーフレームより前に復号できない映像がない',
      en: 'Nothing that cannot be decoded comes before the first key picture',
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
      ja: '復号したフレーム数は宣言どおり',
      en: 'As many pictures were decoded as the container declares',
    },
  },
  {
    id: 'container-end',
    measure: 'container.missingBytes',
    must: { be: 'equals', value: 0 },
    severity: 'WARN',
    source: integrity,
    text: {
      ja: 'コンテナの記載はファイルの終わりを超えない',
      en: 'The container announces nothing beyond the end of the file',
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
      ja: '復号した長さは宣言より 0.1 秒を超えて短くない',
      en: 'The file is not more than 0.1 s shorter than declared',
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
      ja: '映像と音声の開始の差は 45 ミリ秒以内',
      en: 'Sound and picture start within 45 ms of each other',
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
      ja: '映像と音声の長さの差は 1 フレーム以内',
      en: 'Sound and picture are of the same length within 1 frame',
    },
  },
];
