import type { AudioStream, Stream } from '../client/contract';
import { formatBitRate, formatSampleRate } from '../format/amounts';
import { languageName } from '../format/names';
import { useText } from '../i18n/language';
import type { Dictionary } from '../i18n/en';
import type { Language } from '../i18n/languages';
import { DataTable, type Column } from './data-table';
import { channels, codecName } from './summary';
import { VideoStreamFacts } from './video-stream';

type SubtitleStream = Extract<Stream, { type: 'subtitle' }>;
type OtherStream = Extract<Stream, { timecode: string | null; channels?: never; width?: never }>;

export function Streams({ streams }: { readonly streams: readonly Stream[] }) {
  const { language, text } = useText();
  const audio = streams.filter((stream) => stream.type === 'audio');
  const subtitles = streams.filter((stream) => stream.type === 'subtitle');
  const video = streams.filter((stream) => stream.type === 'video');
  const others = streams.filter(
    (stream) => stream.type !== 'video' && stream.type !== 'audio' && stream.type !== 'subtitle',
  );
  return (
    <section class="card section" aria-labelledby="streams-heading">
      <h2 id="streams-heading">{text.video.streams}</h2>
      {video.length > 0 && <h3>{text.video.video}</h3>}
      {video.map((stream) => (
        <VideoStreamFacts key={stream.index} stream={stream} />
      ))}
      {audio.length > 0 && (
        <DataTable caption={text.video.audio} rows={audio} columns={audioColumns(text, language)} />
      )}
      {subtitles.length > 0 && (
        <DataTable
          caption={text.video.subtitles}
          rows={subtitles}
          columns={subtitleColumns(text, language)}
        />
      )}
      {others.length > 0 && (
        <DataTable caption={text.video.data} rows={others} columns={otherColumns(text, language)} />
      )}
    </section>
  );
}

function audioColumns(text: Dictionary, language: Language): Column<AudioStream>[] {
  const { fields, values } = text;
  return [
    ...headColumns(text, language),
    { label: fields.profile, cell: (stream) => stream.profile },
    {
      label: fields.channels,
      cell: (stream) => stream.channelLayout ?? channels(stream.channels, text),
    },
    {
      label: fields.sampleRate,
      cell: ({ sampleRate }) => sampleRate && formatSampleRate(sampleRate, language),
    },
    { label: fields.sampleFormat, cell: (stream) => stream.sampleFormat },
    {
      label: fields.bitDepth,
      cell: ({ bitsPerSample }) => bitsPerSample && values.bits(bitsPerSample),
    },
    { label: fields.bitRate, cell: ({ bitRate }) => bitRate && formatBitRate(bitRate, language) },
    ...tailColumns(text),
  ];
}

function subtitleColumns(text: Dictionary, language: Language): Column<SubtitleStream>[] {
  return [
    ...headColumns(text, language),
    {
      label: text.fields.resolution,
      cell: ({ width, height }) => width && height && `${width} × ${height}`,
    },
    ...tailColumns(text),
  ];
}

function otherColumns(text: Dictionary, language: Language): Column<OtherStream>[] {
  return [
    { label: text.fields.type, cell: (stream) => stream.type },
    ...headColumns(text, language),
    { label: text.fields.timecode, cell: (stream) => stream.timecode },
    ...tailColumns(text),
  ];
}

function headColumns({ fields }: Dictionary, language: Language): Column<Stream>[] {
  return [
    { label: fields.number, cell: (stream) => stream.index },
    {
      label: fields.language,
      cell: (stream) => stream.language && languageName(stream.language, language),
    },
    { label: fields.codec, cell: (stream) => codecName(stream.codec) ?? stream.codecTag },
  ];
}

function tailColumns({ fields }: Dictionary): Column<Stream>[] {
  return [
    { label: fields.streamTitle, cell: (stream) => stream.title },
    {
      label: fields.flags,
      cell: ({ dispositions }) => (dispositions.length > 0 ? dispositions.join(', ') : null),
    },
  ];
}
