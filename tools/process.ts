import { parseArgs } from 'node:util';
import { NO_QC, profileIds } from '../src/domain/qc-profiles';
import { createLogger } from '../src/runtime/logger';
import { collectFiles } from './process/collect-files';
import { processFiles } from './process/process-files';
import { asJsonLine, asTable, summary } from './process/results';
import { readSettings } from './platform/settings';
import { run } from './terminal/main';

/*
 * `npm run process -- FILE…`: files and folders into the catalogue in one shot, by the worker's own
 * code. Ends with 0 when every file has an answer, a rejection being one.
 */

const USAGE = `usage: npm run process -- [--json] [--profile ID_OR_FILE] FILE_OR_FOLDER…
  profiles: ${[...profileIds, NO_QC].join(', ')}, or a file of JSON`;

run(async () => {
  const { values, positionals } = parseArgs({
    options: {
      json: { type: 'boolean', default: false },
      profile: { type: 'string' },
      help: { type: 'boolean' },
    },
    allowPositionals: true,
  });
  if (values.help) {
    console.log(USAGE);
    return;
  }
  if (positionals.length === 0) throw new Error(USAGE);

  const files = await collectFiles(positionals);
  const logger = createLogger('silent');
  const settings = readSettings();
  const qcProfile = values.profile ?? settings.qcProfile;
  const results = await processFiles(files, { ...settings, qcProfile }, logger);

  if (values.json) for (const result of results) console.log(asJsonLine(result));
  else console.log(asTable(results));
  // not among the results of --json, which are for programs
  console.error(summary(results));
  const failed = results.filter(({ video }) => video.status === 'failed');
  if (failed.length > 0) {
    const [first] = failed;
    throw new Error(`${failed.length} of ${results.length} failed: ${first?.video.failure ?? ''}`);
  }
});
