import type { Profile } from '../profile';
import type { Rule } from '../rule';
import { jpTv2k } from './jp-tv-2k';
import { commercialDelivery } from './sources';

/** 15 frames of silence at either end keep two commercials apart. */
const commercial: readonly Rule[] = [
  {
    id: 'commercial-frames',
    measure: 'picture.frames',
    must: { be: 'oneOf', values: [450, 900, 1800] },
    severity: 'FAIL',
    source: commercialDelivery,
    text: {
      ja: '長さは 15・30・60 秒（450・900・1800 フレーム）ちょうど',
      en: 'It lasts exactly 15, 30 or 60 s: 450, 900 or 1800 frames',
    },
  },
  {
    id: 'commercial-silent-head',
    measure: 'sound.silentHeadSeconds',
    must: { be: 'atLeast', limit: 0.5 },
    severity: 'FAIL',
    source: commercialDelivery,
    text: { ja: '頭に 0.5 秒（15 フレーム）のノンモン', en: 'It begins with 0.5 s of silence' },
  },
  {
    id: 'commercial-silent-tail',
    measure: 'sound.silentTailSeconds',
    must: { be: 'atLeast', limit: 0.5 },
    severity: 'FAIL',
    source: commercialDelivery,
    text: { ja: '尻に 0.5 秒（15 フレーム）のノンモン', en: 'It ends with 0.5 s of silence' },
  },
];

/** A commercial starts wherever its reel does. */
const ofProgrammesOnly = ['timecode-start'];

/** A commercial for Japanese television in HD: the rules of a programme, and its own. */
export const jpCm: Profile = {
  id: 'jp-cm',
  version: 2,
  name: { ja: '2K テレビ CM', en: 'Japanese television, HD commercial' },
  rules: [...commercial, ...jpTv2k.rules.filter(({ id }) => !ofProgrammesOnly.includes(id))],
};
