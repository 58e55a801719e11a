import pg from 'pg';

/**
 * How often the server looked a video up by its id, by its own count. A session tells what it read when
 * it ends: close the catalogue first.
 */
export async function readsOfVideos(url: string): Promise<number> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    for (;;) {
      const { rows } = await client.query<{ sessions: string; reads: string }>(COUNT);
      if (rows[0]?.sessions === '0') return Number(rows[0].reads);
    }
  } finally {
    await client.end();
  }
}

const COUNT = `
  SELECT
    (SELECT count(*) FROM pg_stat_activity
     WHERE datname = current_database() AND application_name = 'streamtech-catalogue') AS sessions,
    (SELECT idx_scan FROM pg_stat_user_indexes WHERE indexrelname = 'videos_pkey') AS reads`;
