import type { Rule } from '../rule';
import { loudnessRule, practice, surroundLoudness, truePeakRule } from './sources';

/** TR-B32, whose edges are: above -23.0 no, down to -25.0 yes, down to -28.0 with a note. */
export const loudness: readonly Rule[] = [
  {
    id: 'loudness-highest',
    measure: 'loudness.integrated',
    must: { be: 'atMost', limit: -23 },
    severity: 'FAIL',
    of: 'not_surround',
    source: loudnessRule,
    text: {
      ja: '平均ラウドネス値が −23.0 LKFS 以下であること（ターゲット −24.0 ±1 dB）',
      en: 'Programme loudness is at most −23.0 LKFS (target −24.0 ± 1 dB)',
    },
  },
  {
    id: 'loudness-low',
    measure: 'loudness.integrated',
    must: { be: 'atLeast', limit: -25 },
    severity: 'WARN',
    source: loudnessRule,
    text: {
      ja: '平均ラウドネス値が −25.0 LKFS 以上であること（意図的な場合は記録票に明記）',
      en: 'Programme loudness is at least −25.0 LKFS (if lower on purpose, say so on the record sheet)',
    },
  },
  {
    id: 'loudness-lowest',
    measure: 'loudness.integrated',
    must: { be: 'atLeast', limit: -28 },
    severity: 'FAIL',
    source: loudnessRule,
    text: {
      ja: '平均ラウドネス値が −28.0 LKFS 以上であること',
      en: 'Programme loudness is at least −28.0 LKFS',
    },
  },
];

/** T032-2011, of 5.1: all channels but LFE are measured, and no downmix. */
export const loudnessOfSurround: Rule = {
  id: 'loudness-highest-surround',
  measure: 'loudness.integrated',
  must: { be: 'atMost', limit: -22 },
  severity: 'FAIL',
  of: 'surround',
  source: surroundLoudness,
  text: {
    ja: '5.1 サラウンドの平均ラウドネス値が −22.0 LKFS 以下であること（ターゲット −24.0 +2 dB）',
    en: 'Programme loudness of 5.1 is at most −22.0 LKFS (target −24.0 + 2 dB)',
  },
};

export const truePeak: Rule = {
  id: 'true-peak',
  measure: 'loudness.truePeak',
  must: { be: 'atMost', limit: -1 },
  severity: 'FAIL',
  whenUnknown: 'INFO',
  source: truePeakRule,
  text: {
    ja: 'トゥルーピーク値が −1.0 dBTP 以下であること',
    en: 'The true peak is at most −1.0 dBTP',
  },
};

export const silence: readonly Rule[] = [
  {
    id: 'silence-long',
    measure: 'sound.silenceInside',
    must: { be: 'noneLongerThan', seconds: 10 },
    severity: 'FAIL',
    source: practice,
    text: {
      ja: '本編中の無音が 10 秒以内であること',
      en: 'No silence longer than 10 s inside the programme',
    },
  },
  {
    id: 'silence',
    measure: 'sound.silenceInside',
    must: { be: 'noneLongerThan', seconds: 3 },
    severity: 'WARN',
    source: practice,
    text: {
      ja: '本編中の無音が 3 秒以内であること',
      en: 'No silence longer than 3 s inside the programme',
    },
  },
  {
    id: 'silence-channel',
    measure: 'sound.channelSilence',
    must: { be: 'noneLongerThan', seconds: 3 },
    severity: 'WARN',
    source: practice,
    text: {
      ja: '片チャンネルのみの無音が 3 秒を超えて続かないこと',
      en: 'No single channel is silent for more than 3 s',
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
    text: { ja: '無信号チャンネルがないこと', en: 'No channel is without signal' },
  },
  {
    id: 'phase-inverted',
    measure: 'sound.inverted',
    must: { be: 'noneLongerThan', seconds: 3 },
    severity: 'WARN',
    whenUnknown: 'INFO',
    source: practice,
    text: {
      ja: 'L/R の逆相が 3 秒を超えて続かないこと',
      en: 'L and R are not in inverted phase for more than 3 s',
    },
  },
];
