import type { MeasureName } from '../measures';
import type { Profile } from '../profile';
import type { Comparison, Rule } from '../rule';
import type { Bilingual } from '../texts';
import { jpTv2k } from './jp-tv-2k';
import { commercialCode, commercialDelivery, commercialLength, practice } from './sources';
import { stereoTracks } from './track-maps';

function ofDelivery(
  [id, measure, must]: readonly [string, MeasureName, Comparison],
  text: Bilingual,
): Rule {
  return { id, measure, must, severity: 'FAIL', source: commercialDelivery, text };
}

/** 15 frames of silence at either end keep two commercials apart. */
const silentEnds: readonly Rule[] = [
  ofDelivery(['commercial-silent-head', 'sound.silentHeadSeconds', { be: 'atLeast', limit: 0.5 }], {
    ja: '本編の頭に 0.5 秒（15 フレーム）以上のノンモンがあること',
    en: 'The body starts with at least 0.5 s (15 frames) of silence',
  }),
  ofDelivery(['commercial-silent-tail', 'sound.silentTailSeconds', { be: 'atLeast', limit: 0.5 }], {
    ja: '本編の尻に 0.5 秒（15 フレーム）以上のノンモンがあること',
    en: 'The body ends with at least 0.5 s (15 frames) of silence',
  }),
];

/** Pictures at 29.97 a second. */
const ordered: Rule = ofDelivery(
  [
    'commercial-frames',
    'picture.frames',
    { be: 'oneOf', values: [150, 300, 450, 600, 900, 1800, 2700, 3600] },
  ],
  {
    ja: '尺が 5・10・15・20・30・60・90・120 秒ちょうど（15 秒は 450 フレーム）であること',
    en: 'The duration is exactly 5, 10, 15, 20, 30, 60, 90 or 120 s (15 s is 450 frames)',
  },
);

/** So much of a picture more or less is rounding. */
const about = (seconds: number): Comparison => ({
  be: 'between',
  low: seconds - 0.02,
  high: seconds + 0.02,
});

/** Of stills, whose ends a decoder blurs by a picture or two. */
const roughly = (seconds: number): Comparison => ({
  be: 'between',
  low: seconds - 0.1,
  high: seconds + 0.1,
});

/** Bars 5 s, credit 2 s, first picture 3 s, body from the hour on, last picture 3 s. */
const layout: readonly Rule[] = [
  ofDelivery(['commercial-leader', 'body.leaderSeconds', about(10)], {
    ja: '本編が先頭から 10 秒後（01:00:00;00 など正時）に始まること',
    en: 'The body starts 10 s into the file, at a whole hour of the timecode (01:00:00;00)',
  }),
  ofDelivery(['commercial-bars', 'body.barsSeconds', roughly(5)], {
    ja: '先頭にカラーバーが 5 秒あること',
    en: 'The file starts with 5 s of colour bars',
  }),
  ofDelivery(['commercial-tone', 'body.toneSeconds', roughly(5)], {
    ja: '基準信号（1 kHz）がカラーバーの 5 秒間だけあること',
    en: 'The 1 kHz reference tone lasts for the 5 s of the bars',
  }),
  ofDelivery(['commercial-credit', 'body.creditSeconds', roughly(2)], {
    ja: 'クレジットが 2 秒あること',
    en: 'The credit lasts for 2 s',
  }),
  ofDelivery(['commercial-first-picture', 'body.firstPictureSeconds', roughly(3)], {
    ja: '本編の前にファーストピクチャーが 3 秒あること',
    en: 'The first picture is held for 3 s before the body',
  }),
  ofDelivery(['commercial-tail', 'body.tailSeconds', about(3)], {
    ja: '本編が規定の尺（5〜120 秒）ちょうどで、その後が 3 秒であること',
    en: 'The body has a standard duration (5 to 120 s), and 3 s follow it',
  }),
  ofDelivery(['commercial-last-picture', 'body.lastPictureSeconds', roughly(3)], {
    ja: '本編の後にラストピクチャーが 3 秒あること',
    en: 'The last picture is held for 3 s after the body',
  }),
];

/** What is not recorded is said, and stops nothing: a record may come after the file. */
const identity: readonly Rule[] = [
  {
    id: 'commercial-file-name',
    ...{ measure: 'delivery.fileNameHasCmCode', must: { be: 'equals', value: true } },
    ...{ severity: 'WARN', whenUnknown: 'INFO', source: practice },
    text: {
      ja: 'ファイル名に 10 桁 CM コードがあること',
      en: 'The file name has the ten-character CM code',
    },
  },
  {
    id: 'commercial-code',
    ...{ measure: 'delivery.fileNameIsOfRecord', must: { be: 'equals', value: true } },
    ...{ severity: 'FAIL', whenUnknown: 'INFO', source: commercialCode },
    text: {
      ja: 'ファイル名の CM コードが番組情報と一致すること',
      en: 'The CM code in the file name is that of the programme record',
    },
  },
  {
    id: 'commercial-credit-code',
    ...{ measure: 'delivery.creditIsOfRecord', must: { be: 'equals', value: true } },
    ...{ severity: 'FAIL', whenUnknown: 'INFO', source: commercialCode },
    text: {
      ja: 'クレジットの CM コード（目視）が番組情報と一致すること',
      en: 'The CM code in the credit, read by eye, is that of the programme record',
    },
  },
  {
    id: 'commercial-length',
    ...{ measure: 'delivery.recordLengthDifference', must: { be: 'atMost', limit: 0 } },
    ...{ severity: 'FAIL', whenUnknown: 'INFO', source: commercialLength },
    text: {
      ja: '本編の尺が番組情報の秒数と一致すること',
      en: 'The duration of the body is that of the programme record',
    },
  },
  {
    id: 'commercial-credit-length',
    ...{ measure: 'delivery.creditLengthDifference', must: { be: 'atMost', limit: 0 } },
    ...{ severity: 'FAIL', whenUnknown: 'INFO', source: commercialLength },
    text: {
      ja: '本編の尺がクレジットの秒数（目視）と一致すること',
      en: 'The duration of the body is that of the credit, read by eye',
    },
  },
];

/** A commercial starts wherever its reel does. */
const ofProgrammesOnly = ['timecode-start'];
const ofTelevision = jpTv2k.rules.filter(({ id }) => !ofProgrammesOnly.includes(id));

/** A commercial for Japanese television in HD, as it is delivered. */
export const jpCm: Profile = {
  id: 'jp-cm',
  version: 3,
  name: { ja: '2K テレビ CM（搬入形式）', en: 'Japanese television, HD commercial as delivered' },
  judges: 'body',
  programmes: [...stereoTracks],
  rules: [...identity, ...layout, ...silentEnds, ...ofTelevision],
};

/** The same without bars, credit and held pictures. */
export const jpCmBody: Profile = {
  id: 'jp-cm-body',
  version: 2,
  name: { ja: '2K テレビ CM（本編のみ）', en: 'Japanese television, HD commercial, body alone' },
  programmes: [...stereoTracks],
  rules: [...identity, ordered, ...silentEnds, ...ofTelevision],
};
