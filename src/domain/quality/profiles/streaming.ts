import type { Profile } from '../profile';
import type { Rule } from '../rule';
import { unchanging } from './change-rules';
import { decodes, togetherInTime } from './decode-rules';
import {
  blackAndFreeze,
  flashes,
  fullPicture,
  inserts,
  levels,
  scanAsDeclared,
} from './picture-rules';
import { channels, loudness, silence, truePeak } from './sound-rules';

/** For our own streaming, which no broadcaster's rule binds: a damaged file fails, the rest is said. */
export const streaming: Profile = {
  id: 'streaming',
  version: 2,
  name: { ja: 'ストリーミング配信', en: 'Streaming' },
  rules: [
    ...decodes,
    ...advice([
      ...togetherInTime,
      ...unchanging,
      ...loudness,
      truePeak,
      ...flashes,
      ...inserts,
      ...blackAndFreeze,
      ...silence,
      ...channels,
      scanAsDeclared,
      levels,
      fullPicture,
    ]),
  ],
};

/** Warns at worst. Film and sound may be without the other: what is not there breaks no rule. */
function advice(rules: readonly Rule[]): Rule[] {
  return rules.map((rule) => ({
    ...rule,
    severity: rule.severity === 'INFO' ? 'INFO' : 'WARN',
    whenUnknown: 'INFO',
  }));
}
