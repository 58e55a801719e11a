import type { Rule } from '../rule';
import { loudnessRule, practice, truePeakRule } from './sources';

/** TR-B32, whose edges are: above -23.0 no, down to -25.0 yes, down to -28.0 with a note. */
export const loudness: readonly Rule[] = [
  {
    id: 'loudness-highest',
    measure: 'loudness.integrated',
    must: { be: 'atMost', limit: -23 },
    severity: 'FAIL',
    source: loudnessRule,
    text: {
      ja: '平均ラウドネスは -23.0 LKFS 以下（目標 -24.0 ±1）',
      en: 'Programme loudness is at most -23.0 LKFS (target -24.0 ± 1)',
    },
  },
  {
    id: 'loudness-low',
    measure: 'loudness.integrated',
    must: { be: 'atLeast', limit: -25 },
    severity: 'WARN',
    source: loudnessRule,
    text: {
      ja: '平均ラウドネスが -25.0 LKFS を下回る素材は、制作上の意図であること',
      en: 'Programme loudness below -25.0 LKFS is on purpose',
    },
  },
  {
    id: 'loudness-lowest',
    measure: 'loudness.integrated',
    must: { be: 'atLeast', limit: -28 },
    severity: 'FAIL',
    source: loudnessRule,
    text: {
      ja: '平均ラウドネスは -28.0 LKFS 以上',
      en: 'Programme loudness is at least -28.0 LKFS',
    },
  },
];

export const truePeak: Rule = {
  id: 'true-peak',
  measure: 'loudness.truePeak',
  must: { be: 'atMost', limit: -1 },
  severity: 'FAIL',
  whenUnknown: 'INFO',
  source: truePeakRule,
  text: { ja: 'トゥルーピークは -1.0 dBTP 以下', en: 'The true peak is at most -1.0 dBTP' },
};

export const soundPresent: Rule = {
  id: 'sound-present',
  measure: 'audio.channels',
  must: { be: 'atLeast', limit: 1 },
  severity: 'FAIL',
  source: practice,
  text: { ja: '音声がある', en: 'There is sound' },
};

export const soundMode: Rule = {
  id: 'sound-mode',
  measure: 'sound.mode',
  must: { be: 'oneOf', values: ['stereo', '5.1', '5.1(side)'] },
  severity: 'WARN',
  source: practice,
  text: { ja: '音声はステレオまたは 5.1', en: 'The sound is stereo or 5.1' },
};

export const silence: readonly Rule[] = [
  {
    id: 'silence-long',
    measure: 'sound.silenceInside',
    must: { be: 'noneLongerThan', seconds: 10 },
    severity: 'FAIL',
    source: practice,
    text: { ja: '本編中の無音は 10 秒以内', en: 'No silence inside is longer than 10 s' },
  },
  {
    id: 'silence',
    measure: 'sound.silenceInside',
    must: { be: 'noneLongerThan', seconds: 3 },
    severity: 'WARN',
    source: practice,
    text: { ja: '本編中の無音は 3 秒以内', en: 'No silence inside is longer than 3 s' },
  },
  {
    id: 'silence-channel',
    measure: 'sound.channelSilence',
    must: { be: 'noneLongerThan', seconds: 3 },
    severity: 'WARN',
    source: practice,
    text: {
      ja: '一つのチャンネルだけの無音は 3 秒以内',
      en: 'No channel is silent by itself for more than 3 s',
    },
  },
];

export const channels: readonly Rule[] = [
  {
    id: 'channel-dead',
    measure: 'sound.deadChannels',
    must: { be: 'atMost', limit: 0 },
    severity: 'WARN',
    source: practice,
    text: { ja: 'すべてのチャンネルに音がある', en: 'Every channel carries sound' },
  },
  {
    id: 'phase-inverted',
    measure: 'sound.inverted',
    must: { be: 'noneLongerThan', seconds: 3 },
    severity: 'WARN',
    whenUnknown: 'INFO',
    source: practice,
    text: {
      ja: '左右の逆相は 3 秒以内',
      en: 'Left and right are not inverted for more than 3 s',
    },
  },
];
