import type { Video } from '../client/contract';
import { formatBitRate, formatBytes, formatCount } from '../format/amounts';
import { exactSeconds, formatDuration } from '../format/duration';
import { containerName } from '../format/names';
import { exactTime } from '../format/time';
import { useText } from '../i18n/language';
import type { Dictionary } from '../i18n/en';
import type { Language } from '../i18n/languages';
import { CopyButton } from './copy-button';
import { FactTable, type Fact } from './fact-table';

/** The file as a whole: what holds the streams, where it lies, when it came. */
export function FileFacts({ video }: { readonly video: Video }) {
  const { language, text } = useText();
  return (
    <section class="card section" aria-labelledby="file-heading">
      <h2 id="file-heading">{text.video.file}</h2>
      <div class="stream-facts">
        <FactTable caption={text.fields.object} facts={objectFacts(video, text, language)} />
        {video.metadata && (
          <FactTable
            caption={text.fields.container}
            facts={containerFacts(video.metadata.container, text, language)}
          />
        )}
      </div>
    </section>
  );
}

function objectFacts(
  video: Video,
  { fields, values, none }: Dictionary,
  language: Language,
): Fact[] {
  const { sizeBytes, sha256, processedAt } = video;
  return [
    { label: fields.fileName, value: video.fileName },
    {
      label: fields.size,
      value: sizeBytes === null ? none : formatBytes(sizeBytes, language),
      exact: sizeBytes === null ? null : values.exactBytes(formatCount(sizeBytes, language)),
    },
    { label: fields.sha256, value: sha256 === null ? none : <Copyable value={sha256} /> },
    { label: fields.id, value: <Copyable value={video.id} /> },
    { label: fields.created, value: exactTime(video.createdAt, language) },
    { label: fields.updated, value: exactTime(video.updatedAt, language) },
    {
      label: fields.processed,
      value: processedAt === null ? none : exactTime(processedAt, language),
    },
  ];
}

type Container = NonNullable<Video['metadata']>['container'];

function containerFacts(container: Container, text: Dictionary, language: Language): Fact[] {
  const { fields, values } = text;
  const { durationSeconds: seconds, durationSource, bitRate, operationalPattern } = container;
  const source = durationSource === null ? '' : ` · ${values.durationSource[durationSource]}`;
  const facts: Fact[] = [
    {
      label: fields.container,
      value: containerName(container.formatName, container.majorBrand),
      exact: container.formatLongName,
    },
    {
      label: fields.duration,
      value: seconds === null ? null : formatDuration(seconds),
      exact: seconds === null ? null : exactSeconds(seconds) + source,
    },
    {
      label: fields.bitRate,
      value: bitRate === null ? null : formatBitRate(bitRate, language),
      exact: bitRate === null ? null : `${formatCount(bitRate, language)} bit/s`,
    },
    { label: fields.timecode, value: container.timecode },
  ];
  if (operationalPattern !== null) {
    facts.push({ label: fields.operationalPattern, value: <code>{operationalPattern}</code> });
  }
  return facts;
}

function Copyable({ value }: { readonly value: string }) {
  return (
    <>
      <code>{value}</code>
      <CopyButton value={value} />
    </>
  );
}
