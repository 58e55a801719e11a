import type { Video } from '../client/contract';
import { formatBitRate, formatBytes, formatCount, formatSampleRate } from '../format/amounts';
import { exactSeconds, formatDuration } from '../format/duration';
import { codecNames, containerName, hdrNames } from '../../report/names';
import { exactRational, formatFrameRate, exactSize, rasterName } from '../format/picture';
import { useText } from '../i18n/language';
import type { Dictionary } from '../i18n/en';
import type { Language } from '../i18n/languages';
import { primaryAudio, primaryVideo } from '../../domain/primary-stream';

interface Headline {
  readonly label: string;
  readonly value: string | null;
  readonly detail?: string | null;
}

/** What an operator looks at first, large enough to read across the desk. */
export function Summary({ video }: { readonly video: Video }) {
  const { language, text } = useText();
  const headlines = [...pictureHeadlines(video, text), ...fileHeadlines(video, text, language)];
  return (
    <dl class="summary card" aria-label={text.video.summary}>
      {headlines.map(({ label, value, detail }) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>
            <span class="headline">{value ?? text.none}</span>
            {detail && <span class="secondary">{detail}</span>}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function pictureHeadlines({ metadata }: Video, text: Dictionary): Headline[] {
  const { fields } = text;
  const picture = primaryVideo(metadata);
  if (!picture) return [];
  const rate = picture.averageFrameRate ?? picture.frameRate;
  const variable = picture.variableFrameRate ? ` · ${text.values.variable}` : '';
  return [
    {
      label: fields.resolution,
      value: rasterName(picture),
      detail: exactSize(picture),
    },
    {
      label: fields.frameRate,
      value: rate && `${formatFrameRate(rate)} fps`,
      detail: rate && exactRational(rate) + variable,
    },
    {
      label: fields.videoCodec,
      value: codecName(picture.codec),
      detail: picture.profile,
    },
    {
      label: fields.dynamicRange,
      value: hdrNames[picture.hdr],
      detail: picture.bitDepth === null ? null : text.values.bits(picture.bitDepth),
    },
  ];
}

function fileHeadlines(video: Video, text: Dictionary, language: Language): Headline[] {
  const { fields, values } = text;
  const { metadata, sizeBytes } = video;
  const sound = primaryAudio(metadata);
  const container = metadata?.container;
  const seconds = container?.durationSeconds ?? null;
  return [
    {
      label: fields.duration,
      value: seconds === null ? null : formatDuration(seconds),
      detail: seconds === null ? null : exactSeconds(seconds),
    },
    {
      label: fields.audioLayout,
      value: sound ? (sound.channelLayout ?? channels(sound.channels, text)) : values.none,
      detail:
        sound &&
        [codecName(sound.codec), sound.sampleRate && formatSampleRate(sound.sampleRate, language)]
          .filter(Boolean)
          .join(' · '),
    },
    {
      label: fields.container,
      value: container ? containerName(container.formatName, container.majorBrand) : null,
      detail: container?.bitRate ? formatBitRate(container.bitRate, language) : null,
    },
    {
      label: fields.size,
      value: sizeBytes === null ? null : formatBytes(sizeBytes, language),
      detail: sizeBytes === null ? null : values.exactBytes(formatCount(sizeBytes, language)),
    },
  ];
}

export function codecName(codec: string | null): string | null {
  return codec === null ? null : (codecNames[codec] ?? codec);
}

export function channels(count: number | null, text: Dictionary): string | null {
  return count === null ? null : text.values.channels(count);
}
