import Table from 'cli-table3';
import { inJapan } from '../../src/domain/japan-time';
import { keptUntil } from '../../src/domain/retention';
import type { Video } from '../../src/domain/video';
import type { Catalogue } from '../../src/storage/catalogue/catalogue';
import { MOST_A_RUN } from '../../src/worker/apply-retention';

/** What the next run of the retention job deletes. */
export async function dueVideos({
  videos,
  deletions,
}: Pick<Catalogue, 'videos' | 'deletions'>): Promise<Video[]> {
  const documents = await videos.findMany(await deletions.due(MOST_A_RUN));
  return documents.map(({ json }) => JSON.parse(json) as Video);
}

/** A row a video: which, until when it was kept, and why it is deleted. */
export function asDueTable(videos: readonly Video[]): string {
  const table = new Table({
    head: ['id', 'title', 'kept until', 'why it is deleted'],
    style: { head: [], border: [], compact: true },
  });
  for (const { id, title, programme } of videos) {
    const until = programme && keptUntil(programme);
    const byRecord = programme?.afterRetention === 'delete' && until !== null;
    table.push([
      id,
      title,
      until === null ? '–' : inJapan(until),
      byRecord
        ? 'its retention has ended, and its programme record says to delete it then'
        : 'its deletion was begun, and not ended',
    ]);
  }
  return table.toString();
}
