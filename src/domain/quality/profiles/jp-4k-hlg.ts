import type { Profile } from '../profile';
import { broadcastRules } from './broadcast-rules';
import { broadcastSound, declared, dropFrame, wide } from './header-rules';
import { fullPicture, levels } from './picture-rules';
import { hdFormat, hlgColour } from './sources';

/** A programme for Japanese television in 4K and HLG. */
export const jp4kHlg: Profile = {
  id: 'jp-4k-hlg',
  version: 2,
  name: { ja: '4K HLG 番組', en: 'Japanese television, 4K HLG programme' },
  rules: [
    ...broadcastRules,
    declared(['size', 'video.size', { be: 'equals', value: '3840x2160' }], 'FAIL', hdFormat, {
      ja: '画面は 3840×2160',
      en: 'The picture has 3840 x 2160 pixels',
    }),
    wide,
    declared(['frame-rate', 'video.frameRate', { be: 'equals', value: 59.94 }], 'FAIL', hdFormat, {
      ja: 'フレームレートは 59.94',
      en: 'There are 59.94 frames a second',
    }),
    declared(
      ['field-order', 'video.fieldOrder', { be: 'equals', value: 'progressive' }],
      'FAIL',
      hdFormat,
      { ja: '順次走査', en: 'The scan is progressive' },
    ),
    declared(['bits', 'video.bitDepth', { be: 'atLeast', limit: 10 }], 'FAIL', hlgColour, {
      ja: '10 ビット以上',
      en: 'Components have 10 bits or more',
    }),
    declared(
      ['primaries', 'video.colorPrimaries', { be: 'equals', value: 'bt2020' }],
      'FAIL',
      hlgColour,
      { ja: '原色は BT.2020', en: 'The primaries are BT.2020' },
    ),
    declared(
      ['transfer', 'video.colorTransfer', { be: 'equals', value: 'arib-std-b67' }],
      'FAIL',
      hlgColour,
      { ja: '伝達特性は HLG', en: 'The transfer is HLG' },
    ),
    declared(
      ['matrix', 'video.colorSpace', { be: 'equals', value: 'bt2020nc' }],
      'FAIL',
      hlgColour,
      { ja: 'マトリクスは BT.2020', en: 'The matrix is BT.2020' },
    ),
    levels,
    fullPicture,
    ...broadcastSound,
    dropFrame,
  ],
};
