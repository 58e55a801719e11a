import { withClient } from '../../tools/postgres-client';

/**
 * How often the server looked a video up by its id, by its own count. A session tells what it read when
 * it ends: close the catalogue first.
 */
export function readsOfVideos(url: string): Promise<number> {
  return withClient(url, async (client) => {
    for (;;) {
      const { rows } = await client.query<{ sessions: string; reads: string }>(COUNT);
      if (rows[0]?.sessions === '0') return Number(rows[0].reads);
    }
  });
}

const COUNT = `
  SELECT
    (SELECT count(*) FROM pg_stat_activity
     WHERE datname = current_database() AND application_name = 'streamtech-catalogue') AS sessions,
    (SELECT idx_scan FROM pg_stat_user_indexes WHERE indexrelname = 'videos_pkey') AS reads`;
