import type { Profile } from '../profile';
import { broadcastRules } from './broadcast-rules';
import { broadcastSound, dropFrame, hdColours, hdPicture, roundStart, xdcam } from './header-rules';
import { loudnessOfSurround } from './sound-rules';
import { dualMonoTracks, stereoTracks, surroundTracks } from './track-maps';
import { fieldsAsDeclared, fullPicture, levels } from './picture-rules';

/** A programme for Japanese television in HD. */
export const jpTv2k: Profile = {
  id: 'jp-tv-2k',
  version: 3,
  name: { ja: '地上・BS 2K 番組', en: 'Japanese television, HD programme' },
  programmes: [...stereoTracks],
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

/** The same with 5.1 on the first six of eight tracks. */
export const jpTv2kSurround: Profile = {
  ...jpTv2k,
  id: 'jp-tv-2k-surround',
  version: 1,
  name: {
    ja: '地上・BS 2K 番組（5.1 サラウンド）',
    en: 'Japanese television, HD programme in 5.1',
  },
  programmes: [...surroundTracks],
  rules: [...jpTv2k.rules, loudnessOfSurround],
};

/** The same with two programmes in mono: two languages, or audio description. */
export const jpTv2kDualMono: Profile = {
  ...jpTv2k,
  id: 'jp-tv-2k-dual-mono',
  version: 1,
  name: {
    ja: '地上・BS 2K 番組（二重音声）',
    en: 'Japanese television, HD programme in dual mono',
  },
  programmes: [...dualMonoTracks],
};
