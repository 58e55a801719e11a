import type { VideoStream } from '../client/contract';
import { formatBitRate, formatCount } from '../format/amounts';
import { codecNames, colorNames, hdrNames } from '../format/names';
import {
  exactRational,
  exactSize,
  formatFrameRate,
  formatLevel,
  formatRatio,
} from '../format/picture';
import { useText } from '../i18n/language';
import type { Dictionary } from '../i18n/en';
import type { Language } from '../i18n/languages';
import { FactTable, type Fact } from './fact-table';
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
        <FactTable caption={text.video.picture} facts={pictureFacts(stream, text)} />
        <FactTable caption={text.video.coding} facts={codingFacts(stream, text, language)} />
        <FactTable caption={text.video.colour} facts={colourFacts(stream, text)} />
      </div>
    </section>
  );
}

function pictureFacts(stream: VideoStream, { fields, values, yes, no }: Dictionary): Fact[] {
  const { frameRate, averageFrameRate, displayAspectRatio, sampleAspectRatio, fieldOrder } = stream;
  const variable = stream.variableFrameRate ? ` · ${values.variable}` : '';
  return [
    { label: fields.resolution, value: exactSize(stream) },
    { label: fields.scan, value: fieldOrder && values.fieldOrder[fieldOrder] },
    {
      label: fields.frameRate,
      value: frameRate && `${formatFrameRate(frameRate)} fps`,
      exact: frameRate && exactRational(frameRate) + variable,
    },
    {
      label: fields.averageFrameRate,
      value: averageFrameRate && `${formatFrameRate(averageFrameRate)} fps`,
      exact: averageFrameRate && exactRational(averageFrameRate),
    },
    { label: fields.displayAspect, value: displayAspectRatio && formatRatio(displayAspectRatio) },
    { label: fields.sampleAspect, value: sampleAspectRatio && formatRatio(sampleAspectRatio) },
    {
      label: fields.rotation,
      value: stream.rotationDegrees === 0 ? values.none : values.degrees(stream.rotationDegrees),
    },
    { label: fields.timecode, value: stream.timecode },
    { label: fields.captions, value: stream.closedCaptions ? yes : no },
  ];
}

function codingFacts(stream: VideoStream, text: Dictionary, language: Language): Fact[] {
  const { fields, values } = text;
  const { bitRate, level, frameCount } = stream;
  return [
    {
      label: fields.codec,
      value: codecName(stream.codec),
      // its long name where the page knows no better one
      exact: stream.codec !== null && stream.codec in codecNames ? null : stream.codecLongName,
    },
    { label: fields.profile, value: stream.profile },
    { label: fields.level, value: level === null ? null : formatLevel(stream.codec, level) },
    { label: fields.codecTag, value: stream.codecTag },
    { label: fields.pixelFormat, value: stream.pixelFormat },
    { label: fields.bitDepth, value: stream.bitDepth && values.bits(stream.bitDepth) },
    { label: fields.chroma, value: stream.chromaSubsampling },
    {
      label: fields.bitRate,
      value: bitRate === null ? null : formatBitRate(bitRate, language),
      exact: bitRate === null ? null : `${formatCount(bitRate, language)} bit/s`,
    },
    { label: fields.frames, value: frameCount === null ? null : formatCount(frameCount, language) },
  ];
}

function colourFacts(stream: VideoStream, { fields, values }: Dictionary): Fact[] {
  const { masteringDisplay: display, contentLightLevel: light, dolbyVisionProfile } = stream;
  const facts: Fact[] = [
    { label: fields.dynamicRange, value: hdrNames[stream.hdr] },
    { label: fields.primaries, value: colour(stream.colorPrimaries) },
    { label: fields.transfer, value: colour(stream.colorTransfer) },
    { label: fields.matrix, value: colour(stream.colorSpace) },
    { label: fields.range, value: range(stream.colorRange, values) },
    { label: fields.chromaLocation, value: stream.chromaLocation },
  ];
  // an SDR picture without them lacks nothing
  if (display !== null) {
    const { minLuminance, maxLuminance } = display;
    const value = values.nits(String(minLuminance ?? '?'), String(maxLuminance ?? '?'));
    facts.push({ label: fields.masteringDisplay, value });
  }
  if (light !== null) {
    const value = values.lightLevel(String(light.maxContent), String(light.maxAverage));
    facts.push({ label: fields.contentLight, value });
  }
  if (dolbyVisionProfile !== null) {
    facts.push({ label: fields.dolbyVision, value: dolbyVisionProfile });
  }
  return facts;
}

function colour(name: string | null): string | null {
  return name === null ? null : (colorNames[name] ?? name);
}

function range(name: string | null, values: Dictionary['values']): string | null {
  if (name === 'tv') return values.limited;
  return name === 'pc' ? values.full : name;
}
