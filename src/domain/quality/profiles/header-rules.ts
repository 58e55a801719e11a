import type { Comparison, Rule, Severity, Source } from '../rule';
import type { MeasureName } from '../measures';
import type { Bilingual } from '../texts';
import { exchange, hdColour, hdFormat, uhdExchange } from './sources';

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
  text('表示アスペクト比が 16:9 であること', 'The display aspect ratio is 16:9'),
);

/** 1080i at 59.94 fields, top field first. */
export const hdPicture: readonly Rule[] = [
  declared(
    ['size', 'video.size', { be: 'oneOf', values: ['1920x1080', '1440x1080'] }],
    'FAIL',
    hdFormat,
    text(
      '解像度が 1920×1080（または 1440×1080）であること',
      'The resolution is 1920×1080 (or 1440×1080)',
    ),
  ),
  wide,
  declared(
    ['frame-rate', 'video.frameRate', { be: 'equals', value: 29.97 }],
    'FAIL',
    hdFormat,
    text('フレームレートが 29.97 fps であること', 'The frame rate is 29.97 fps'),
  ),
  declared(
    ['field-order', 'video.fieldOrder', { be: 'oneOf', values: ['tt', 'bt'] }],
    'WARN',
    hdFormat,
    text('59.94i、トップフィールドファーストであること', 'The scan is 59.94i, top field first'),
  ),
];

export const hdColours: readonly Rule[] = [
  declared(
    ['primaries', 'video.colorPrimaries', { be: 'equals', value: 'bt709' }],
    'FAIL',
    hdColour,
    text('色域が BT.709 であること', 'The primaries are BT.709'),
  ),
  declared(
    ['transfer', 'video.colorTransfer', { be: 'equals', value: 'bt709' }],
    'FAIL',
    hdColour,
    text('伝達特性が BT.709 であること', 'The transfer characteristic is BT.709'),
  ),
  declared(
    ['matrix', 'video.colorSpace', { be: 'equals', value: 'bt709' }],
    'FAIL',
    hdColour,
    text('マトリクスが BT.709 であること', 'The matrix is BT.709'),
  ),
];

/** MXF of operational pattern 1a. */
function mxfOp1a(source: Source): Rule[] {
  return [
    declared(
      ['container', 'container.format', { be: 'equals', value: 'mxf' }],
      'WARN',
      source,
      text('コンテナが MXF であること', 'The container is MXF'),
    ),
    declared(
      ['operational-pattern', 'container.operationalPattern', { be: 'equals', value: 'OP1a' }],
      'WARN',
      source,
      text(
        'MXF のオペレーショナルパターンが OP1a であること',
        'The MXF operational pattern is OP1a',
      ),
    ),
  ];
}

function chroma422(source: Source): Rule {
  return declared(
    ['chroma', 'video.chromaSubsampling', { be: 'equals', value: '4:2:2' }],
    'WARN',
    source,
    text('クロマサブサンプリングが 4:2:2 であること', 'The chroma subsampling is 4:2:2'),
  );
}

/** XDCAM HD422 in MXF, as stations take it. */
export const xdcam: readonly Rule[] = [
  ...mxfOp1a(exchange),
  declared(
    ['codec', 'video.codec', { be: 'equals', value: 'mpeg2video' }],
    'WARN',
    exchange,
    text('映像コーデックが MPEG-2 であること', 'The video codec is MPEG-2'),
  ),
  chroma422(exchange),
  declared(
    ['bit-rate', 'video.bitRate', { be: 'equals', value: 50_000_000 }],
    'WARN',
    exchange,
    text(
      '映像のビットレートが 50 Mbps 固定であること',
      'The video bit rate is constant, 50 Mbit/s',
    ),
  ),
];

/** XAVC in MXF, Long 200 or Intra Class 300. */
export const xavc: readonly Rule[] = [
  ...mxfOp1a(uhdExchange),
  declared(
    ['codec', 'video.codec', { be: 'equals', value: 'h264' }],
    'WARN',
    uhdExchange,
    text('映像コーデックが XAVC（H.264）であること', 'The video codec is XAVC (H.264)'),
  ),
  declared(
    ['codec-profile', 'video.profile', { be: 'oneOf', values: ['High 4:2:2', 'High 4:2:2 Intra'] }],
    'WARN',
    uhdExchange,
    text(
      'H.264 のプロファイルが High 4:2:2（XAVC Long）または High 4:2:2 Intra（XAVC Intra）であること',
      'The H.264 profile is High 4:2:2 (XAVC Long) or High 4:2:2 Intra (XAVC Intra)',
    ),
  ),
  chroma422(uhdExchange),
];

/** 2160p at 59.94. */
export const uhdPicture: readonly Rule[] = [
  declared(
    ['size', 'video.size', { be: 'equals', value: '3840x2160' }],
    'FAIL',
    uhdExchange,
    text('解像度が 3840×2160 であること', 'The resolution is 3840×2160'),
  ),
  { ...wide, source: uhdExchange },
  declared(
    ['frame-rate', 'video.frameRate', { be: 'equals', value: 59.94 }],
    'FAIL',
    uhdExchange,
    text('フレームレートが 59.94 fps であること', 'The frame rate is 59.94 fps'),
  ),
  declared(
    ['field-order', 'video.fieldOrder', { be: 'equals', value: 'progressive' }],
    'FAIL',
    uhdExchange,
    text('プログレッシブであること', 'The scan is progressive'),
  ),
];

/** BT.2020 of 10 bit. @param transfer its rule */
export function uhdColours(source: Source, transfer: Rule): Rule[] {
  return [
    declared(
      ['bits', 'video.bitDepth', { be: 'atLeast', limit: 10 }],
      'FAIL',
      source,
      text('ビット深度が 10 ビット以上であること', 'The bit depth is at least 10 bit'),
    ),
    declared(
      ['primaries', 'video.colorPrimaries', { be: 'equals', value: 'bt2020' }],
      'FAIL',
      source,
      text('色域が BT.2020 であること', 'The primaries are BT.2020'),
    ),
    transfer,
    declared(
      ['matrix', 'video.colorSpace', { be: 'equals', value: 'bt2020nc' }],
      'FAIL',
      source,
      text('マトリクスが BT.2020 であること', 'The matrix is BT.2020'),
    ),
  ];
}

const LINEAR_PCM = ['pcm_s16le', 'pcm_s16be', 'pcm_s24le', 'pcm_s24be', 'pcm_s32le', 'pcm_s32be'];

export const broadcastSound: readonly Rule[] = [
  declared(
    ['sample-rate', 'audio.sampleRate', { be: 'equals', value: 48_000 }],
    'FAIL',
    exchange,
    text('音声のサンプリング周波数が 48 kHz であること', 'The audio sample rate is 48 kHz'),
  ),
  declared(
    ['audio-codec', 'audio.codec', { be: 'oneOf', values: LINEAR_PCM }],
    'WARN',
    exchange,
    text('音声コーデックがリニア PCM であること', 'The audio codec is linear PCM'),
  ),
  declared(
    ['sample-bits', 'audio.bitsPerSample', { be: 'equals', value: 24 }],
    'WARN',
    exchange,
    text('音声が 24 ビットであること', 'The audio is 24-bit'),
  ),
];

export const dropFrame: Rule = declared(
  ['timecode-drop-frame', 'container.timecodeDropsFrames', { be: 'equals', value: true }],
  'WARN',
  exchange,
  text('タイムコードがドロップフレームであること', 'Drop-frame timecode'),
);

export const roundStart: Rule = declared(
  [
    'timecode-start',
    'container.timecode',
    { be: 'oneOf', values: ['01:00:00;00', '10:00:00;00', '01:00:00:00', '10:00:00:00'] },
  ],
  'WARN',
  exchange,
  text(
    '開始タイムコードが 01:00:00;00 または 10:00:00;00 であること',
    'The start timecode is 01:00:00;00 or 10:00:00;00',
  ),
);
