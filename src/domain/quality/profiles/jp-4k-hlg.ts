import type { Profile } from '../profile';
import { broadcastRules } from './broadcast-rules';
import { broadcastSound, declared, dropFrame, wide } from './header-rules';
import { fullPicture, levels } from './picture-rules';
import { hdFormat, hlgColour } from './sources';
import { stereoTracks } from './track-maps';

/** A programme for Japanese television in 4K and HLG. */
export const jp4kHlg: Profile = {
  id: 'jp-4k-hlg',
  version: 3,
  name: { ja: '4K HLG 番組', en: 'Japanese television, 4K HLG programme' },
  programmes: [...stereoTracks],
  rules: [
    ...broadcastRules,
    declared(['size', 'video.size', { be: 'equals', value: '3840x2160' }], 'FAIL', hdFormat, {
      ja: '解像度が 3840×2160 であること',
      en: 'The resolution is 3840×2160',
    }),
    wide,
    declared(['frame-rate', 'video.frameRate', { be: 'equals', value: 59.94 }], 'FAIL', hdFormat, {
      ja: 'フレームレートが 59.94 fps であること',
      en: 'The frame rate is 59.94 fps',
    }),
    declared(
      ['field-order', 'video.fieldOrder', { be: 'equals', value: 'progressive' }],
      'FAIL',
      hdFormat,
      { ja: 'プログレッシブであること', en: 'The scan is progressive' },
    ),
    declared(['bits', 'video.bitDepth', { be: 'atLeast', limit: 10 }], 'FAIL', hlgColour, {
      ja: 'ビット深度が 10 ビット以上であること',
      en: 'The bit depth is at least 10 bit',
    }),
    declared(
      ['primaries', 'video.colorPrimaries', { be: 'equals', value: 'bt2020' }],
      'FAIL',
      hlgColour,
      { ja: '色域が BT.2020 であること', en: 'The primaries are BT.2020' },
    ),
    declared(
      ['transfer', 'video.colorTransfer', { be: 'equals', value: 'arib-std-b67' }],
      'FAIL',
      hlgColour,
      { ja: '伝達特性が HLG であること', en: 'The transfer characteristic is HLG' },
    ),
    declared(
      ['matrix', 'video.colorSpace', { be: 'equals', value: 'bt2020nc' }],
      'FAIL',
      hlgColour,
      { ja: 'マトリクスが BT.2020 であること', en: 'The matrix is BT.2020' },
    ),
    levels,
    fullPicture,
    ...broadcastSound,
    dropFrame,
  ],
};
