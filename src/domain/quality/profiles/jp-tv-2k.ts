import type { Profile } from '../profile';
import { broadcastRules } from './broadcast-rules';
import { broadcastSound, dropFrame, hdColours, hdPicture, roundStart, xdcam } from './header-rules';
import { fieldsAsDeclared, fullPicture, levels } from './picture-rules';

/** A programme for Japanese television in HD. */
export const jpTv2k: Profile = {
  id: 'jp-tv-2k',
  version: 2,
  name: { ja: '地上・BS 2K 番組', en: 'Japanese television, HD programme' },
  rules: [
    ...broadcastRules,
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
