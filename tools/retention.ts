import pino from 'pino';
import { createLogger } from '../src/runtime/logger';
import { noMetrics } from '../src/runtime/metrics';
import { applyRetention, MOST_A_RUN } from '../src/worker/apply-retention';
import { readSettings } from './platform/settings';
import { openStores } from './platform/stores';
import { asDueTable, dueVideos } from './retention/due-videos';
import { command } from './terminal/command';
import { run } from './terminal/main';
import { counted } from './terminal/amounts';

/* `npm run retention`: one run of the retention job on the platform of this machine, started or not. */

const program = command(
  'npm run retention --',
  'Deletes videos of this machine whose retention has ended and whose programme record says to delete them then, and ends deletions that were broken off. In AWS a schedule does so every hour.',
  { 1: 'failed, or videos could not be deleted; the last line says why' },
)
  .option('--dry-run', 'list what would be deleted, and why; delete nothing')
  .action(async ({ dryRun }) => {
    const logger = createLogger('warn', pino.destination(2));
    // nothing is uploaded over HTTP here
    const stores = await openStores(readSettings(), logger, '');
    try {
      if (dryRun) {
        const due = await dueVideos(stores.catalogue);
        const late = await stores.catalogue.unwanted.lateBytes(MOST_A_RUN);
        if (due.length > 0) console.log(asDueTable(due));
        tell(due.length, late.length, 'would be ');
      } else {
        const done = await applyRetention({ ...stores, logger, metrics: noMetrics });
        tell(done.deleted, done.lateUploads);
      }
    } finally {
      await stores.close();
    }
  });

function tell(deleted: number, lateUploads: number, would = ''): void {
  console.log(`${counted(deleted, 'video')} ${would}deleted`);
  if (lateUploads === 0) return;
  console.log(`late uploads to ${counted(lateUploads, 'deleted video')} ${would}removed`);
}

run(() => program.parseAsync());
