import { readFile } from 'node:fs/promises';
import type { Video } from '../src/domain/video';
import { type AskApi, apiUrlOption, connectApi } from './platform/api';
import { readProgrammes } from './programmes/read-programmes';
import { command } from './terminal/command';
import { run } from './terminal/main';
import { counted } from './terminal/amounts';

/*
 * `npm run programmes -- FILE.csv`: programme records from a table, with readings of titles. Nothing is sent while a line is
 * wrong; a record that is refused keeps none of the others.
 */

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const program = command(
  'npm run programmes --',
  'Stores programme records from a table, each with its video, and the readings of their titles. Nothing is sent while a line is wrong.',
  { 1: 'failed, or records were refused; those that are not named are stored' },
)
  .argument('<file.csv>', 'a record a line, in UTF-8 or cp932 (docs/compliance-japan.md)')
  .addOption(apiUrlOption())
  .action(async (file, { url }) => {
    const lines = readProgrammes(await readFile(file));
    const ask = await connectApi(url);
    let refused = 0;
    for (const { line, video, body, reading } of lines) {
      try {
        const id = UUID.test(video) ? video : await idOfFile(ask, video);
        await ask('PUT', `v1/videos/${id}/programme`, body);
        if (reading !== undefined) await ask('PATCH', `v1/videos/${id}`, { reading });
      } catch (error) {
        refused++;
        console.error(`line ${line}: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
    console.log(`${lines.length - refused} of ${counted(lines.length, 'record')} stored`);
    if (refused > 0) {
      throw new Error(`${counted(refused, 'record')} refused; correct them, then send again`);
    }
  });

run(() => program.parseAsync());

/** The one video whose file has this name. */
async function idOfFile(ask: AskApi, fileName: string): Promise<string> {
  const query = new URLSearchParams({ q: fileName.slice(0, 100), limit: '200' });
  const { items } = await ask<{ items: Video[] }>('GET', `v1/videos?${query.toString()}`);
  const found = items.filter((video) => video.fileName === fileName);
  const [video] = found;
  if (video && found.length === 1) return video.id;
  throw new Error(
    `${found.length === 0 ? 'no video has' : 'several videos have'} the file name '${fileName}'`,
  );
}
