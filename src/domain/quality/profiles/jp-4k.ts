import type { Profile } from '../profile';
import type { Rule } from '../rule';
import { broadcastRules } from './broadcast-rules';
import { broadcastSound, declared, dropFrame, uhdColours, uhdPicture, xavc } from './header-rules';
import { fullPicture, levels } from './picture-rules';
import { hlgColour, uhdColour } from './sources';
import { stereoTracks } from './track-maps';

function rulesOf(colours: readonly Rule[]): Rule[] {
  return [
    ...broadcastRules,
    ...uhdPicture,
    ...colours,
    levels,
    fullPicture,
    ...xavc,
    ...broadcastSound,
    dropFrame,
  ];
}

/** A programme for Japanese television in 4K and HLG. */
export const jp4kHlg: Profile = {
  id: 'jp-4k-hlg',
  version: 3,
  name: { ja: '4K HLG 番組', en: 'Japanese television, 4K HLG programme' },
  programmes: [...stereoTracks],
  rules: rulesOf(
    uhdColours(
      hlgColour,
      declared(
        ['transfer', 'video.colorTransfer', { be: 'equals', value: 'arib-std-b67' }],
        'FAIL',
        hlgColour,
        { ja: '伝達特性が HLG であること', en: 'The transfer characteristic is HLG' },
      ),
    ),
  ),
};

/** The same in SDR with the colours of BT.2020, whose curve is that of BT.709. */
export const jp4kSdr: Profile = {
  id: 'jp-4k-sdr',
  version: 1,
  name: { ja: '4K SDR 番組（BT.2020）', en: 'Japanese television, 4K SDR programme (BT.2020)' },
  programmes: [...stereoTracks],
  rules: rulesOf(
    uhdColours(
      uhdColour,
      declared(
        [
          'transfer',
          'video.colorTransfer',
          { be: 'oneOf', values: ['bt2020-10', 'bt2020-12', 'bt709'] },
        ],
        'FAIL',
        uhdColour,
        {
          ja: '伝達特性が SDR（BT.2020 / BT.709）であること',
          en: 'The transfer characteristic is SDR (BT.2020 / BT.709)',
        },
      ),
    ),
  ),
};
