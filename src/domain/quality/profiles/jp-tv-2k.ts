import type { Profile } from '../profile';
import { unchanging } from './change-rules';
import { decodes, togetherInTime } from './decode-rules';
import { broadcastSound, dropFrame, hdColours, hdPicture, roundStart, xdcam } from './header-rules';
import {
  blackAndFreeze,
  constantRate,
  flashes,
  fullPicture,
  inserts,
  levels,
  fieldsAsDeclared,
} from './picture-rules';
import { channels, loudness, silence, soundMode, soundPresent, truePeak } from './sound-rules';

/** A programme for Japanese television in HD. */
export const jpTv2k: Profile = {
  id: 'jp-tv-2k',
  version: 2,
  name: { ja: '地上・BS 2K 番組', en: 'Japanese television, HD programme' },
  rules: [
    ...decodes,
    ...togetherInTime,
    ...unchanging,
    soundPresent,
    ...loudness,
    truePeak,
    ...flashes,
    ...inserts,
    ...blackAndFreeze,
    ...silence,
    ...channels,
    soundMode,
    constantRate,
    ...hdPicture,
    fieldsAsDeclared,
    ...hdColours,
    levels,
    fullPicture,
    ...xdcam,
    ...broadcastSound,
    dropFrame,
    roundStart,
  ],
};
