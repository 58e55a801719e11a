import pino from 'pino';
import { createLogger } from '../src/runtime/logger';
import { noMetrics } from '../src/runtime/metrics';
import { applyRetention } from '../src/worker/apply-retention';
import { readSettings } from './platform/settings';
import { openStores } from './platform/stores';
import { run } from './terminal/main';

/*
 * `npm run retention`: one run of the retention job on the platform of this machine, which need not
 * run; in AWS the clock starts it.
 */

run(async () => {
  const logger = createLogger('warn', pino.destination(2));
  // nothing is uploaded over HTTP here
  const stores = await openStores(readSettings(), logger, '');
  try {
    const deleted = await applyRetention({ ...stores, logger, metrics: noMetrics });
    console.log(`${deleted} deleted`);
  } finally {
    await stores.close();
  }
});
