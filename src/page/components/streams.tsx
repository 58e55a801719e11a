import type {
  AudioStream,
  OtherStream,
  Stream,
  StreamBase,
  SubtitleStream,
} from '../client/contract';
import { formatBitRate, formatSampleRate } from '../format/amounts';
import { languageName } from '../../report/names';
import { useText } from '../i18n/language';
import type { Dictionary } from '../i18n/en';
import type { Language } from '../i18n/languages';
import { columnsOf, DataTable, type Column, type ColumnsOf } from './data-table';
import { channels, codecName } from './summary';
import { VideoStreamFacts } from './video-stream';

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
  return columnsOf<AudioStream>({
    ...headColumns(text, language),
    profile: { label: fields.profile, cell: (stream) => stream.profile },
    channels: {
      label: fields.channels,
      cell: (stream) => stream.channelLayout ?? channels(stream.channels, text),
    },
    sampleRate: {
      label: fields.sampleRate,
      cell: ({ sampleRate }) => sampleRate && formatSampleRate(sampleRate, language),
    },
    sampleFormat: { label: fields.sampleFormat, cell: (stream) => stream.sampleFormat },
    bitsPerSample: {
      label: fields.bitDepth,
      cell: ({ bitsPerSample }) => bitsPerSample && values.bits(bitsPerSample),
    },
    bitRate: {
      label: fields.bitRate,
      cell: ({ bitRate }) => bitRate && formatBitRate(bitRate, language),
    },
    ...tailColumns(text),
    ...elsewhere,
    type: null,
    channelLayout: null,
  });
}

function subtitleColumns(text: Dictionary, language: Language): Column<SubtitleStream>[] {
  return columnsOf<SubtitleStream>({
    ...headColumns(text, language),
    width: {
      label: text.fields.resolution,
      cell: ({ width, height }) => width && height && `${width} × ${height}`,
    },
    ...tailColumns(text),
    ...elsewhere,
    type: null,
    height: null,
    profile: null,
    bitRate: null,
  });
}

function otherColumns(text: Dictionary, language: Language): Column<OtherStream>[] {
  return columnsOf<OtherStream>({
    type: { label: text.fields.type, cell: (stream) => stream.type },
    ...headColumns(text, language),
    timecode: { label: text.fields.timecode, cell: (stream) => stream.timecode },
    ...tailColumns(text),
    ...elsewhere,
    profile: null,
    bitRate: null,
  });
}

function headColumns({ fields }: Dictionary, language: Language) {
  return {
    index: { label: fields.number, cell: (stream) => stream.index },
    language: {
      label: fields.language,
      cell: (stream) => stream.language && languageName(stream.language, language),
    },
    codec: { label: fields.codec, cell: (stream) => codecName(stream.codec) ?? stream.codecTag },
  } satisfies Partial<ColumnsOf<StreamBase>>;
}

function tailColumns({ fields }: Dictionary) {
  return {
    title: { label: fields.streamTitle, cell: (stream) => stream.title },
    dispositions: {
      label: fields.flags,
      cell: ({ dispositions }) => (dispositions.length > 0 ? dispositions.join(', ') : null),
    },
  } satisfies Partial<ColumnsOf<StreamBase>>;
}

/** What the JSON of the video tells. */
const elsewhere = {
  codecLongName: null,
  codecTag: null,
  id: null,
  timeBase: null,
  startTimeSeconds: null,
  durationSeconds: null,
  frameCount: null,
  tags: null,
} satisfies Partial<ColumnsOf<StreamBase>>;
