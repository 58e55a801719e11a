import type { TrackMap } from '../track-map';

/* How sound lies on the audio tracks of a delivery. Other lay-outs are a customer's own profile. */

/** As stations take programmes and commercials. */
export const stereoTracks: TrackMap = [
  {
    name: { ja: '主音声 ステレオ', en: 'main stereo' },
    layout: 'stereo',
    channels: [1, 2],
    whenAbsent: 'FAIL',
  },
];

/** Eight tracks as ITU-R BR.1384 and SMPTE ST 2035 lay them out: 5.1, and its mix in stereo. */
export const surroundTracks: TrackMap = [
  {
    name: { ja: '主音声 5.1 サラウンド', en: 'main 5.1 surround' },
    layout: '5.1',
    channels: [1, 2, 3, 4, 5, 6],
    whenAbsent: 'FAIL',
  },
  {
    name: { ja: '主音声 ステレオ', en: 'main stereo' },
    layout: 'stereo',
    channels: [7, 8],
    whenAbsent: 'FAIL',
  },
];

/** Dual mono of ARIB STD-B32: the main sound in the first channel, the sub sound in the second. */
export const dualMonoTracks: TrackMap = [
  {
    name: { ja: '二重音声 主音声', en: 'dual mono, main' },
    layout: 'mono',
    channels: [1],
    whenAbsent: 'FAIL',
  },
  {
    name: { ja: '二重音声 副音声', en: 'dual mono, sub' },
    layout: 'mono',
    channels: [2],
    whenAbsent: 'FAIL',
  },
];
