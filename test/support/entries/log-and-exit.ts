import { setTimeout as sleep } from 'node:timers/promises';
import { createLogger, logFile } from '../../../src/runtime/logger';

/* Run as a process of its own: logs more than one write takes, and exits in the same turn. */

const [file = '', count] = process.argv.slice(2);
const logger = createLogger('info', logFile(file));
void sleep(100).then(() => {
  for (let line = 1; line <= Number(count); line++) logger.info({ line }, 'before the exit');
  process.exit(0);
});
