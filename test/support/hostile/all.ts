import * as foreign from './foreign';
import type { HostileFile, Samples } from './hostile-file';
import * as matroska from './matroska';
import * as matroskaContent from './matroska-content';
import * as mixtures from './mixtures';
import * as mp3AndFlv from './mp3-and-flv';
import * as mp4 from './mp4';
import { name } from './names';
import { playlist } from './playlists';
import * as riff from './riff';
import { truncated } from './truncated';

/** Every hostile or odd file, each with what the platform must say of it. */
export async function hostileFiles(samples: Samples): Promise<HostileFile[]> {
  const tables = [foreign, matroska, matroskaContent, mixtures, mp3AndFlv, mp4, riff];
  const files = tables.flatMap((table) =>
    Object.values<readonly HostileFile[]>({ ...table }).flat(),
  );
  return [...files, ...playlist, ...name, ...(await truncated(samples))];
}
