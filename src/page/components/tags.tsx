import type { TechnicalMetadata } from '../client/contract';
import { useText } from '../i18n/language';
import { FactTable } from './fact-table';

/** Tags as the file spells them, the file's own first; folded, because they are many. */
export function Tags({ metadata }: { readonly metadata: TechnicalMetadata }) {
  const { text } = useText();
  const groups = [
    { caption: text.video.fileTags, tags: metadata.container.tags },
    ...metadata.streams.map(({ index, tags }) => ({ caption: text.video.stream(index), tags })),
  ].filter(({ tags }) => Object.keys(tags).length > 0);
  if (groups.length === 0) return null;
  return (
    <details class="card section">
      <summary>
        <h2>{text.video.tags}</h2>
      </summary>
      <div class="stream-facts">
        {groups.map(({ caption, tags }) => (
          <FactTable
            key={caption}
            caption={caption}
            facts={Object.entries(tags).map(([label, value]) => ({ label, value }))}
          />
        ))}
      </div>
    </details>
  );
}
