import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import type { Video } from '../src/domain/video';
import { type AskApi, connectApi } from './platform/api';
import { readProgrammes } from './programmes/read-programmes';
import { run } from './terminal/main';

/*
 * `npm run programmes -- FILE.csv`: programme records from a table. Nothing is sent while a line is
 * wrong; a record that is refused keeps none of the others.
 */

const USAGE = 'usage: npm run programmes -- [--url URL] FILE.csv';
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

run(async () => {
  const { values, positionals } = parseArgs({
    options: { url: { type: 'string' }, help: { type: 'boolean' } },
    allowPositionals: true,
  });
  const [file] = positionals;
  if (values.help || file === undefined) {
    console.log(USAGE);
    return;
  }
  const lines = readProgrammes(await readFile(file));
  const ask = await connectApi(values.url);
  let refused = 0;
  for (const { line, video, body } of lines) {
    try {
      const id = UUID.test(video) ? video : await idOfFile(ask, video);
      await ask('PUT', `v1/videos/${id}/programme`, body);
    } catch (error) {
      refused++;
      console.error(`line ${line}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  console.log(`${lines.length - refused} of ${lines.length} records stored`);
  if (refused > 0) throw new Error(`${refused} records were refused; mend them, then send again`);
});

/** The one video whose file has this name. */
async function idOfFile(ask: AskApi, fileName: string): Promise<string> {
  const query = new URLSearchParams({ q: fileName.slice(0, 100), limit: '200' });
  const { items } = await ask<{ items: Video[] }>('GET', `v1/videos?${query.toString()}`);
  const found = items.filter((video) => video.fileName === fileName);
  const [video] = found;
  if (video && found.length === 1) return video.id;
  throw new Error(`one video must have the file name '${fileName}', got ${found.length}`);
}
