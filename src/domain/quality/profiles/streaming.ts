import type { Profile } from '../profile';
import type { Rule, Source } from '../rule';
import { unchanging } from './change-rules';
import { decodes } from './decode-rules';
import {
  blackAndFreeze,
  constantRate,
  flashes,
  fullPicture,
  inserts,
  levels,
  scanAsDeclared,
} from './picture-rules';
import { channels, silence, truePeak } from './sound-rules';
import {
  flashWcag,
  flashWcagFine,
  patternsBt1702,
  practice,
  primeVideo,
  soundTiming,
  streamingLoudest,
  streamingPeak,
  streamingQuietest,
} from './sources';

/** What streaming services ask for of a delivery. */
const delivered: readonly Rule[] = [
  {
    id: 'sound-start',
    measure: 'timing.soundStartsLater',
    // wider than a frame and the priming of AAC and Opus together
    must: { be: 'between', low: -0.09, high: 0.185 },
    severity: 'WARN',
    source: soundTiming,
    text: {
      ja: '音声の開始が映像より 90 ms 先行から 185 ms 遅れまでの範囲であること',
      en: 'The audio starts at most 90 ms before and 185 ms after the video',
    },
  },
  {
    id: 'sound-length',
    measure: 'timing.lengthDifferenceSeconds',
    must: { be: 'atMost', limit: 2 },
    severity: 'WARN',
    source: primeVideo('durations of sound and picture within 2.0 s'),
    text: {
      ja: '映像・音声の尺の差が 2 秒以内であること',
      en: 'Audio and video durations differ by at most 2 s',
    },
  },
  {
    id: 'loudness-highest',
    measure: 'loudness.integrated',
    must: { be: 'atMost', limit: -16 },
    severity: 'WARN',
    source: streamingLoudest,
    text: {
      ja: '平均ラウドネス値が −16.0 LKFS 以下であること',
      en: 'Programme loudness is at most −16.0 LKFS',
    },
  },
  {
    id: 'loudness-lowest',
    measure: 'loudness.integrated',
    must: { be: 'atLeast', limit: -27 },
    severity: 'WARN',
    source: streamingQuietest,
    text: {
      ja: '平均ラウドネス値が −27.0 LKFS 以上であること',
      en: 'Programme loudness is at least −27.0 LKFS',
    },
  },
  {
    id: 'flash-bt1702-doubt',
    measure: 'flash.bt1702.coarseDoubts',
    must: { be: 'none' },
    severity: 'WARN',
    source: flashWcagFine,
    text: {
      ja: '基準値付近、または 5 秒を超える点滅（要目視）がないこと（ITU-R BT.1702）',
      en: 'No flashing near a limit or for more than 5 s, which needs manual review (ITU-R BT.1702)',
    },
  },
  {
    ...truePeak,
    measure: 'loudness.truePeakLossless',
    source: streamingPeak,
  },
  {
    ...truePeak,
    id: 'true-peak-lossy',
    measure: 'loudness.truePeakLossy',
    must: { be: 'atMost', limit: 0 },
    source: streamingPeak,
    text: {
      ja: '非可逆圧縮音声のトゥルーピーク値が 0.0 dBTP 以下であること',
      en: 'The true peak of lossy audio is at most 0.0 dBTP',
    },
  },
];

/** By id: rules of broadcasting that streaming services have too, with whose they are then. */
const shared: Readonly<Record<string, Source>> = {
  'flash-bt1702': flashWcag,
  'flash-patterns': patternsBt1702,
  'insert-short': practice,
  'black-long': primeVideo('black inside of no more than 1 to 2 s'),
  'silence-long': primeVideo('no long silence'),
  'channel-dead': primeVideo('no silent tracks'),
  'phase-inverted': practice,
  'scan-as-declared': primeVideo('scan type and field order as the header says'),
};

/** Said, and no fault: screens, slides and phones make such films. */
const said: readonly Rule[] = [
  ...blackAndFreeze.filter(({ id }) => id === 'freeze'),
  { ...constantRate, source: primeVideo('constant frame rate') },
  levels,
  fullPicture,
];

/** For our own streaming, which no broadcaster's rule binds: a damaged file fails, the rest is said. */
export const streaming: Profile = {
  id: 'streaming',
  version: 2,
  name: { ja: 'ストリーミング配信', en: 'Streaming' },
  rules: [
    ...decodes,
    ...at('WARN', [
      ...delivered,
      ...unchanging.map((rule) => ({ ...rule, source: practice })),
      ...[...flashes, ...inserts, ...blackAndFreeze, ...silence, ...channels, scanAsDeclared]
        .filter(({ id }) => id in shared)
        .map((rule) => ({ ...rule, source: shared[rule.id] ?? rule.source })),
    ]),
    ...at('INFO', said),
  ],
};

/** Film and sound may be without the other: what is not there breaks no rule. */
function at(severity: 'INFO' | 'WARN', rules: readonly Rule[]): Rule[] {
  return rules.map((rule) => ({ ...rule, severity, whenUnknown: 'INFO' }));
}
