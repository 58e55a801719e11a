import type { Rule } from '../rule';
import { unchanging } from './change-rules';
import { decodes, togetherInTime } from './decode-rules';
import { blackAndFreeze, constantRate, flashes, inserts } from './picture-rules';
import { channels, loudness, silence, truePeak } from './sound-rules';

/** What every programme for Japanese television must keep to, in HD and in 4K. */
export const broadcastRules: readonly Rule[] = [
  ...decodes,
  ...togetherInTime,
  ...unchanging,
  ...loudness,
  truePeak,
  ...flashes,
  ...inserts,
  ...blackAndFreeze,
  ...silence,
  ...channels,
  constantRate,
];
