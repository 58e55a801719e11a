import { operationalPatternName } from '../../domain/operational-pattern';
import type { TechnicalMetadata, Video } from '../client/contract';
import { formatBitRate, formatBytes, formatCount } from '../format/amounts';
import { exactSeconds, formatDuration } from '../format/duration';
import { captionNames, containerName, languageName } from '../../report/names';
import { exactTime } from '../format/time';
import type { Dictionary } from '../i18n/en';
import { useText } from '../i18n/language';
import type { Language } from '../i18n/languages';
import { CopyButton } from './copy-button';
import { FactTable, factsOf, type Fact, type FactsOf } from './fact-table';

/** The file as a whole: what holds the streams, where it lies, when it came. */
export function FileFacts({ video }: { readonly video: Video }) {
  const { language, text } = useText();
  return (
    <section class="card section" aria-labelledby="file-heading">
      <h2 id="file-heading">{text.video.file}</h2>
      <div class="stream-facts">
        <FactTable
          caption={text.fields.object}
          facts={factsOf(objectFacts, video, text, language)}
        />
        {video.metadata && (
          <FactTable
            caption={text.fields.container}
            facts={[
              ...factsOf(containerFacts, video.metadata.container, text, language),
              ...captionFacts(video.metadata, text, language),
            ]}
          />
        )}
      </div>
    </section>
  );
}

const objectFacts = {
  fileName: ({ fileName }, { fields }) => ({ label: fields.fileName, value: fileName }),
  sizeBytes: ({ sizeBytes }, { fields, values, none }, language) => ({
    label: fields.size,
    value: sizeBytes === null ? none : formatBytes(sizeBytes, language),
    exact: sizeBytes === null ? null : values.exactBytes(formatCount(sizeBytes, language)),
  }),
  sha256: ({ sha256 }, { fields, none }) => ({
    label: fields.sha256,
    value: sha256 === null ? none : <Copyable value={sha256} />,
  }),
  id: ({ id }, { fields }) => ({ label: fields.id, value: <Copyable value={id} /> }),
  createdAt: ({ createdAt }, { fields }, language) => ({
    label: fields.created,
    value: exactTime(createdAt, language),
  }),
  updatedAt: ({ updatedAt }, { fields }, language) => ({
    label: fields.updated,
    value: exactTime(updatedAt, language),
  }),
  processedAt: ({ processedAt }, { fields, none }, language) => ({
    label: fields.processed,
    value: processedAt === null ? none : exactTime(processedAt, language),
  }),
} satisfies Partial<FactsOf<Video>>;

type Container = NonNullable<Video['metadata']>['container'];

const containerFacts: FactsOf<Container> = {
  formatName: ({ formatName, formatLongName, majorBrand }, { fields }) => ({
    label: fields.container,
    value: containerName(formatName, majorBrand),
    exact: formatLongName,
  }),
  durationSeconds: ({ durationSeconds: seconds, durationSource }, { fields, values }) => {
    const source = durationSource === null ? '' : ` · ${values.durationSource[durationSource]}`;
    return {
      label: fields.duration,
      value: seconds === null ? null : formatDuration(seconds),
      exact: seconds === null ? null : exactSeconds(seconds) + source,
    };
  },
  bitRate: ({ bitRate }, { fields }, language) => ({
    label: fields.bitRate,
    value: bitRate === null ? null : formatBitRate(bitRate, language),
    exact: bitRate === null ? null : `${formatCount(bitRate, language)} bit/s`,
  }),
  timecode: ({ timecode }, { fields }) => ({ label: fields.timecode, value: timecode }),
  operationalPattern: ({ operationalPattern: pattern }, { fields }) =>
    pattern === null
      ? null
      : {
          label: fields.operationalPattern,
          value: operationalPatternName(pattern) ?? <code>{pattern}</code>,
          exact: pattern,
        },
  specification: ({ specification }, { fields }) =>
    specification ? { label: fields.specification, value: specification } : null,
  // beside others, or below: the size is that of the file, the tags have a table, QC says what is missing
  formatLongName: null,
  majorBrand: null,
  durationSource: null,
  startTimeSeconds: null,
  sizeBytes: null,
  missingBytes: null,
  tags: null,
};

/** One value a kind and language; none for a file that was read before captions were told. */
function captionFacts(
  { captions }: TechnicalMetadata,
  { list, values }: Dictionary,
  language: Language,
): Fact[] {
  if (!captions) return [];
  const names = captions.map(({ kind, language: spoken }) => {
    const name = kind === 'other' ? values.otherCaptions : captionNames[kind];
    return spoken === null ? name : `${name} · ${languageName(spoken, language)}`;
  });
  return [{ label: list.captions, value: names.length > 0 ? names.join(', ') : values.none }];
}

function Copyable({ value }: { readonly value: string }) {
  return (
    <>
      <code>{value}</code>
      <CopyButton value={value} />
    </>
  );
}
