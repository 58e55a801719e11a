import type { VideoStream } from '../client/contract';
import { formatBitRate, formatCount } from '../format/amounts';
import { codecNames, colorNames, hdrNames } from '../../report/names';
import {
  exactRational,
  exactSize,
  formatFrameRate,
  formatLevel,
  formatRatio,
} from '../format/picture';
import { useText } from '../i18n/language';
import type { Dictionary } from '../i18n/en';
import { FactTable, factsOf, type FactsOf } from './fact-table';
import { codecName } from './summary';

/** Everything that is known of one stream of pictures, in the three questions that QC asks. */
export function VideoStreamFacts({ stream }: { readonly stream: VideoStream }) {
  const { language, text } = useText();
  const cover = stream.attachedPicture ? ` · ${text.values.cover}` : '';
  return (
    <section class="stream" aria-label={text.video.stream(stream.index)}>
      <h4>
        {text.video.stream(stream.index)}
        <span class="secondary">{`${codecName(stream.codec) ?? text.unknown}${cover}`}</span>
      </h4>
      <div class="stream-facts">
        <FactTable caption={text.video.picture} facts={factsOf(picture, stream, text, language)} />
        <FactTable caption={text.video.coding} facts={factsOf(coding, stream, text, language)} />
        <FactTable caption={text.video.colour} facts={factsOf(colours, stream, text, language)} />
      </div>
    </section>
  );
}

const picture = {
  width: (stream, { fields }) => ({ label: fields.resolution, value: exactSize(stream) }),
  fieldOrder: ({ fieldOrder }, { fields, values }) => ({
    label: fields.scan,
    value: fieldOrder && values.fieldOrder[fieldOrder],
  }),
  frameRate: ({ frameRate, variableFrameRate }, { fields, values }) => ({
    label: fields.frameRate,
    value: frameRate && `${formatFrameRate(frameRate)} fps`,
    exact:
      frameRate && exactRational(frameRate) + (variableFrameRate ? ` · ${values.variable}` : ''),
  }),
  averageFrameRate: ({ averageFrameRate: rate }, { fields }) => ({
    label: fields.averageFrameRate,
    value: rate && `${formatFrameRate(rate)} fps`,
    exact: rate && exactRational(rate),
  }),
  displayAspectRatio: ({ displayAspectRatio: ratio }, { fields }) => ({
    label: fields.displayAspect,
    value: ratio && formatRatio(ratio),
  }),
  sampleAspectRatio: ({ sampleAspectRatio: ratio }, { fields }) => ({
    label: fields.sampleAspect,
    value: ratio && formatRatio(ratio),
  }),
  rotationDegrees: ({ rotationDegrees: degrees }, { fields, values }) => ({
    label: fields.rotation,
    value: degrees === 0 ? values.none : values.degrees(degrees),
  }),
  stereo3d: ({ stereo3d }, { fields }) =>
    stereo3d ? { label: fields.stereo3d, value: stereo3d } : null,
  timecode: ({ timecode }, { fields }) => ({ label: fields.timecode, value: timecode }),
  closedCaptions: ({ closedCaptions }, { fields, yes, no }) => ({
    label: fields.captions,
    value: closedCaptions ? yes : no,
  }),
} satisfies Partial<FactsOf<VideoStream>>;

const coding = {
  codec: ({ codec, codecLongName }, { fields }) => ({
    label: fields.codec,
    value: codecName(codec),
    // its long name where the page knows no better one
    exact: codec !== null && codec in codecNames ? null : codecLongName,
  }),
  profile: ({ profile }, { fields }) => ({ label: fields.profile, value: profile }),
  level: ({ codec, level }, { fields }) => ({
    label: fields.level,
    value: level === null ? null : formatLevel(codec, level),
  }),
  codecTag: ({ codecTag }, { fields }) => ({ label: fields.codecTag, value: codecTag }),
  pixelFormat: ({ pixelFormat }, { fields }) => ({ label: fields.pixelFormat, value: pixelFormat }),
  bitDepth: ({ bitDepth }, { fields, values }) => ({
    label: fields.bitDepth,
    value: bitDepth && values.bits(bitDepth),
  }),
  chromaSubsampling: ({ chromaSubsampling }, { fields }) => ({
    label: fields.chroma,
    value: chromaSubsampling,
  }),
  bitRate: ({ bitRate }, { fields }, language) => ({
    label: fields.bitRate,
    value: bitRate === null ? null : formatBitRate(bitRate, language),
    exact: bitRate === null ? null : `${formatCount(bitRate, language)} bit/s`,
  }),
  frameCount: ({ frameCount }, { fields }, language) => ({
    label: fields.frames,
    value: frameCount === null ? null : formatCount(frameCount, language),
  }),
} satisfies Partial<FactsOf<VideoStream>>;

/** An SDR picture without the last three lacks nothing. */
const colours = {
  hdr: ({ hdr }, { fields }) => ({ label: fields.dynamicRange, value: hdrNames[hdr] }),
  colorPrimaries: (stream, { fields }) => ({
    label: fields.primaries,
    value: colour(stream.colorPrimaries),
  }),
  colorTransfer: (stream, { fields }) => ({
    label: fields.transfer,
    value: colour(stream.colorTransfer),
  }),
  colorSpace: (stream, { fields }) => ({ label: fields.matrix, value: colour(stream.colorSpace) }),
  colorRange: (stream, { fields, values }) => ({
    label: fields.range,
    value: range(stream.colorRange, values),
  }),
  chromaLocation: (stream, { fields }) => ({
    label: fields.chromaLocation,
    value: stream.chromaLocation,
  }),
  masteringDisplay: ({ masteringDisplay: display }, { fields, values }) =>
    display && {
      label: fields.masteringDisplay,
      value: values.nits(String(display.minLuminance ?? '?'), String(display.maxLuminance ?? '?')),
    },
  contentLightLevel: ({ contentLightLevel: light }, { fields, values }) =>
    light && {
      label: fields.contentLight,
      value: values.lightLevel(String(light.maxContent), String(light.maxAverage)),
    },
  dolbyVisionProfile: ({ dolbyVisionProfile: profile }, { fields }) =>
    profile === null ? null : { label: fields.dolbyVision, value: profile },
} satisfies Partial<FactsOf<VideoStream>>;

/** What the heading, another row, the tags or the JSON of the video tells. */
const elsewhere = {
  type: null,
  index: null,
  attachedPicture: null,
  height: null,
  variableFrameRate: null,
  codecLongName: null,
  tags: null,
  id: null,
  timeBase: null,
  startTimeSeconds: null,
  durationSeconds: null,
  language: null,
  title: null,
  dispositions: null,
} satisfies Partial<FactsOf<VideoStream>>;

({ ...picture, ...coding, ...colours, ...elsewhere }) satisfies FactsOf<VideoStream>;

function colour(name: string | null): string | null {
  return name === null ? null : (colorNames[name] ?? name);
}

function range(name: string | null, values: Dictionary['values']): string | null {
  if (name === 'tv') return values.limited;
  return name === 'pc' ? values.full : name;
}
