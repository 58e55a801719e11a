import type pg from 'pg';
import { MigrationError } from '../src/storage/errors';
import { migrate } from '../src/storage/catalogue/migrate';
import { searchColumns } from '../src/storage/catalogue/search-columns';
import { someMetadata } from '../test/support/factories/videos';
import { withClient } from '../tools/postgres-client';

/*
 * A big catalogue whose titles read like a broadcaster's: two thirds Japanese, one third English, with
 * words from every title to one in a million.
 */

/** Makes the catalogue anew, unless it was filled with that many videos before, by migrations that still stand. */
export async function fill(
  url: string,
  rows: number,
  onProgress: (done: number) => void,
): Promise<void> {
  await withClient(url, async (client) => {
    if ((await isFilled(client, rows)) && (await isMigrated(url))) return;
    await client.query('DROP SCHEMA public CASCADE; CREATE SCHEMA public');
    await migrate({ connectionString: url });
    const indexes = await dropIndexes(client);
    const metadata = JSON.stringify(someMetadata());
    for (let done = 0; done < rows; done += BATCH) {
      onProgress(done);
      await client.query(INSERT, [JSON.stringify(batch(done)), metadata]);
    }
    for (const index of indexes) await client.query(index);
    await client.query('VACUUM ANALYZE videos');
    await client.query('CHECKPOINT');
    await client.query(`COMMENT ON TABLE videos IS '${contentOf(rows)}'`);
  });
}

const BATCH = 5_000;

/** Changes with {@link INSERT}. */
const contentOf = (rows: number): string => `${rows} videos of many sizes`;

/** The last step of filling it leaves a comment on the table. */
async function isFilled(client: pg.Client, rows: number): Promise<boolean> {
  const { rows: found } = await client.query<{ comment: string | null }>(
    `SELECT obj_description(to_regclass('videos'), 'pg_class') AS comment`,
  );
  return found[0]?.comment === contentOf(rows);
}

async function isMigrated(url: string): Promise<boolean> {
  try {
    await migrate({ connectionString: url });
    return true;
  } catch (error) {
    if (error instanceof MigrationError) return false;
    throw error;
  }
}

/** Building an index at the end takes a tenth of the time of growing it. */
async function dropIndexes(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string; definition: string }>(
    `SELECT indexname AS name, indexdef AS definition FROM pg_indexes
     WHERE tablename = 'videos' AND indexname <> 'videos_pkey'`,
  );
  for (const { name } of rows) await client.query(`DROP INDEX ${name}`);
  return rows.map(({ definition }) => definition);
}

/**
 * What is long, high and intra-coded is big, and what fails QC is small: filters that fight the order by size.
 * `random` is 0 to 99, of the number of the video.
 */
const INSERT = `
  INSERT INTO videos (
    id, title, file_name, search_text, search_grams, status, bucket, object_key, sequencer,
    size_bytes, sha256, created_at, metadata, codec, containers, width, height, hdr, duration_seconds,
    verdict, broken_rules, captions)
  SELECT
    gen_random_uuid(), title, file_name, search_text, search_grams,
    CASE WHEN n % 1000 = 0 THEN 'failed' ELSE 'ready' END, 'bucket', 'incoming/' || n, '0A',
    1 + seconds * height * height / CASE codec WHEN 'prores' THEN 1 WHEN 'h264' THEN 10 ELSE 20 END,
    repeat('a', 64), timestamptz '2020-01-01Z' + n * interval '3 min', $2::json,
    codec, CASE WHEN random < 90 THEN ARRAY['mov', 'mp4'] ELSE ARRAY['mxf'] END,
    height * 16 / 9, height, CASE WHEN n % 50 = 0 THEN 'hlg' ELSE 'sdr' END, seconds,
    verdict, CASE WHEN verdict IN ('fail', 'review') THEN ARRAY['loudness'] ELSE '{}' END,
    CASE WHEN random < 75 THEN ARRAY['none'] ELSE ARRAY['cea_608'] END
  FROM json_to_recordset($1) AS row (
    n integer, title text, file_name text, search_text text, search_grams text[]),
  LATERAL (SELECT (hashint4extended(n, 0) & 1023) * 100 / 1024 AS random, (n::bigint * 7919) % 7200 AS seconds,
    (ARRAY['h264', 'h264', 'h264', 'hevc', 'hevc', 'prores'])[1 + n % 6] AS codec) AS made,
  LATERAL (SELECT CASE WHEN random < 10 THEN 480 WHEN random < 30 THEN 720
      WHEN random < 90 THEN 1080 ELSE 2160 END AS height,
    CASE WHEN codec = 'h264' AND random < 20 THEN 'fail' WHEN codec = 'hevc' AND random < 10 THEN 'review'
      WHEN random < 40 THEN 'warn' ELSE 'pass' END AS verdict) AS more`;

function batch(from: number): unknown[] {
  return Array.from({ length: BATCH }, (_, i) => {
    const n = from + i;
    const { title, fileName } = namesOf(n);
    const { text, grams } = searchColumns({ title, reading: null, fileName });
    return { n, title, file_name: fileName, search_text: text, search_grams: grams };
  });
}

/** Of the video of this number. */
export function namesOf(n: number): { readonly title: string; readonly fileName: string } {
  const random = randomOf(n);
  const fileName = `${pick(english, random)}_${String(n).padStart(7, '0')}.${pick(extensions, random)}`;
  const title = random() < 2 / 3 ? japaneseTitle(random) : englishTitle(random);
  return { title, fileName };
}

function japaneseTitle(random: () => number): string {
  const name = `${pick(kanji, random)}${pick(kanji, random)}`;
  return `${pick(places, random)}${pick(subjects, random)} 第${1 + Math.floor(random() * 24)}話 ${name}`;
}

function englishTitle(random: () => number): string {
  return `${pick(english, random)} ${pick(english, random)} ${Math.floor(random() * 10_000)}`;
}

function pick(from: readonly string[], random: () => number): string {
  return from[Math.floor(random() * from.length)] ?? '';
}

/** The same row at every run: mulberry32. */
function randomOf(seed: number): () => number {
  let a = seed;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const words = (text: string): string[] => text.split(' ');
const places = words(
  '東京 大阪 京都 東京湾 北海道 沖縄 横浜 名古屋 札幌 福岡 渋谷 新宿 浅草 鎌倉 日光',
);
const subjects = words(
  'の夜 物語 ドキュメンタリー ニュース サッカー アニメ ドラマ 旅行 料理 音楽祭 花火 電車 の猫 桜 祭り 選手権 特集 インタビュー 天気予報 バラエティ',
);
const english = words(
  'final cut master trailer promo episode season raw clip interview studio live archive broadcast',
);
const extensions = words('mp4 mov mxf mkv');
/** Each is in one title of 1,500. */
const kanji = Array.from({ length: 2_000 }, (_, i) => String.fromCodePoint(0x4e00 + i * 7));
