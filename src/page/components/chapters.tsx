import type { TechnicalMetadata } from '../client/contract';
import { formatDuration, formatPosition } from '../format/duration';
import { useText } from '../i18n/language';
import { DataTable } from './data-table';

type Chapter = TechnicalMetadata['chapters'][number];

export function Chapters({ chapters }: { readonly chapters: readonly Chapter[] }) {
  const { text } = useText();
  if (chapters.length === 0) return null;
  const { fields } = text;
  return (
    <section class="card section">
      <DataTable
        caption={text.video.chapters}
        rows={chapters.map((chapter, index) => ({ ...chapter, number: index + 1 }))}
        columns={[
          { label: fields.number, cell: (chapter) => chapter.number },
          { label: fields.streamTitle, cell: (chapter) => chapter.title },
          { label: fields.start, cell: (chapter) => formatPosition(chapter.startSeconds) },
          { label: fields.end, cell: (chapter) => formatPosition(chapter.endSeconds) },
          {
            label: fields.length,
            cell: (chapter) => formatDuration(chapter.endSeconds - chapter.startSeconds),
          },
        ]}
      />
    </section>
  );
}
