import { Option } from '@commander-js/extra-typings';
import { NO_QC, profileIds } from '../src/domain/qc-profiles';
import { createLogger } from '../src/runtime/logger';
import { collectFiles } from './process/collect-files';
import { failOnChoices, isAsBadAs } from './process/fail-on';
import { processFiles } from './process/process-files';
import { asJsonLine, asTable, summary } from './process/results';
import { readSettings } from './platform/settings';
import { command } from './terminal/command';
import { run } from './terminal/main';
import { counted } from './terminal/amounts';

/*
 * `npm run process -- FILE…`: files and folders into the catalogue in one shot, by the worker's own code.
 */

const FOUND_BAD = 3;

const program = command(
  'npm run process --',
  'Measures files by the code of the worker and adds them to the catalogue of this machine, where the page shows them. A file that is processed again stays one video, and is measured anew.',
  {
    1: 'failed: a file could not be processed, by a fault that is not its own; the last line says why',
    [FOUND_BAD]:
      'a file is as bad as --fail-on says; without that option, a bad file changes nothing',
  },
)
  .argument('<file...>', 'files, and folders with all that is in them')
  .option('--json', 'one line of JSON for each file instead of the table')
  .option(
    '--profile <profile>',
    `QC profile: ${[...profileIds, NO_QC].join(', ')}, or a .json file`,
  )
  .addOption(
    new Option(
      '--fail-on <level>',
      `end with ${FOUND_BAD} when the verdict of a file is this or worse; rejected: no usable video`,
    ).choices(failOnChoices),
  )
  .action(async (names, { json, profile, failOn }) => {
    const files = await collectFiles(names);
    const settings = readSettings();
    const qcProfile = profile ?? settings.qcProfile;
    const results = await processFiles(files, { ...settings, qcProfile }, createLogger('silent'));

    if (json) for (const result of results) console.log(asJsonLine(result));
    else console.log(asTable(results));
    // not among the results of --json, which are for programs
    console.error(summary(results));
    const [failed, ...others] = results.filter(({ video }) => video.status === 'failed');
    if (failed) {
      const count = counted(others.length + 1, 'file');
      throw new Error(`${count} of ${results.length} failed: ${failed.video.failure ?? ''}`);
    }
    if (failOn === undefined) return;
    const bad = results.filter(({ video }) => isAsBadAs(failOn, video));
    if (bad.length === 0) return;
    console.error(`'${failOn}' or worse: ${bad.length} of ${counted(results.length, 'file')}`);
    process.exitCode = FOUND_BAD;
  });

run(() => program.parseAsync());
