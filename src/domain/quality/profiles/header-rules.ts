import type { Comparison, Rule, Severity, Source } from '../rule';
import type { MeasureName } from '../measures';
import type { Bilingual } from '../texts';
import { exchange, hdColour, hdFormat } from './sources';

/** A rule on what the headers declare; a file that declares nothing gets a warning. */
export function declared(
  [id, measure, must]: readonly [string, MeasureName, Comparison],
  severity: Severity,
  source: Source,
  text: Bilingual,
): Rule {
  const whenUnknown = severity === 'INFO' ? 'INFO' : 'WARN';
  return { id, measure, must, severity, whenUnknown, source, text };
}

const text = (ja: string, en: string): Bilingual => ({ ja, en });

export const wide: Rule = declared(
  ['display-aspect', 'video.displayAspect', { be: 'equals', value: 1.78 }],
  'FAIL',
  hdFormat,
  text('表示アスペクト比は 16:9', 'The picture is shown as 16:9'),
);

/** 1080i at 59.94 fields, top field first. */
export const hdPicture: readonly Rule[] = [
  declared(
    ['size', 'video.size', { be: 'oneOf', values: ['1920x1080', '1440x1080'] }],
    'FAIL',
    hdFormat,
    text('画面は 1920×1080（または 1440×1080）', 'The picture has 1920 x 1080 pixels (or 1440)'),
  ),
  wide,
  declared(
    ['frame-rate', 'video.frameRate', { be: 'equals', value: 29.97 }],
    'FAIL',
    hdFormat,
    text('フレームレートは 29.97', 'There are 29.97 frames a second'),
  ),
  declared(
    ['field-order', 'video.fieldOrder', { be: 'oneOf', values: ['tt', 'bt'] }],
    'WARN',
    hdFormat,
    text('59.94i、トップフィールド先頭', 'Interlaced, top field first'),
  ),
];

export const hdColours: readonly Rule[] = [
  declared(
    ['primaries', 'video.colorPrimaries', { be: 'equals', value: 'bt709' }],
    'FAIL',
    hdColour,
    text('原色は BT.709', 'The primaries are BT.709'),
  ),
  declared(
    ['transfer', 'video.colorTransfer', { be: 'equals', value: 'bt709' }],
    'FAIL',
    hdColour,
    text('伝達特性は BT.709', 'The transfer is BT.709'),
  ),
  declared(
    ['matrix', 'video.colorSpace', { be: 'equals', value: 'bt709' }],
    'FAIL',
    hdColour,
    text('マトリクスは BT.709', 'The matrix is BT.709'),
  ),
];

/** XDCAM HD422 in MXF, as stations take it. */
export const xdcam: readonly Rule[] = [
  declared(
    ['container', 'container.format', { be: 'equals', value: 'mxf' }],
    'WARN',
    exchange,
    text('コンテナは MXF', 'The container is MXF'),
  ),
  declared(
    ['operational-pattern', 'container.operationalPattern', { be: 'equals', value: 'OP1a' }],
    'WARN',
    exchange,
    text('MXF の運用パターンは OP1a', 'The operational pattern is OP1a'),
  ),
  declared(
    ['codec', 'video.codec', { be: 'equals', value: 'mpeg2video' }],
    'WARN',
    exchange,
    text('映像コーデックは MPEG-2', 'The picture is coded as MPEG-2'),
  ),
  declared(
    ['chroma', 'video.chromaSubsampling', { be: 'equals', value: '4:2:2' }],
    'WARN',
    exchange,
    text('色差は 4:2:2', 'The chroma is 4:2:2'),
  ),
];

export const broadcastSound: readonly Rule[] = [
  declared(
    ['sample-rate', 'audio.sampleRate', { be: 'equals', value: 48_000 }],
    'FAIL',
    exchange,
    text('標本化周波数は 48 kHz', 'The sound has 48,000 samples a second'),
  ),
  declared(
    ['sample-bits', 'audio.bitsPerSample', { be: 'equals', value: 24 }],
    'WARN',
    exchange,
    text('音声は 24 ビットのリニア PCM', 'The sound is linear PCM of 24 bits'),
  ),
];

export const dropFrame: Rule = declared(
  ['timecode-drop-frame', 'container.timecodeDropsFrames', { be: 'equals', value: true }],
  'WARN',
  exchange,
  text('タイムコードはドロップフレーム', 'The timecode drops frames'),
);

export const roundStart: Rule = declared(
  [
    'timecode-start',
    'container.timecode',
    { be: 'oneOf', values: ['01:00:00;00', '10:00:00;00', '01:00:00:00', '10:00:00:00'] },
  ],
  'WARN',
  exchange,
  text('本編は 01:00:00;00 または 10:00:00;00 から', 'The programme starts at hour 1 or hour 10'),
);
