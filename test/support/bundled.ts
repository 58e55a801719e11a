import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { folderMadeOnce } from './made-once';

const root = join(__dirname, '../..');
/** What the migration reads, and the image has beside it. */
const MIGRATIONS = 'migrations';

/**
 * A program of this repository with all that it imports in one file, as the image has it. Node starts it
 * with a quarter of the CPU that the sources need, which `tsx` compiles first. In Jest alone, where what
 * is made once goes with the run.
 */
export function bundled(entry: string): string {
  const folder = folderMadeOnce(`bundle of ${entry}`, (made) => {
    buildSync({
      ...{ entryPoints: [join(root, entry)], outfile: join(made, 'index.js') },
      ...{ bundle: true, platform: 'node', target: 'node20', external: ['pg-native'] },
    });
    const migrations = join(root, 'src/storage/catalogue', MIGRATIONS);
    cpSync(migrations, join(made, MIGRATIONS), { recursive: true });
  });
  return join(folder, 'index.js');
}
