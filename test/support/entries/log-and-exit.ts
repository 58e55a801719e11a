import { once, type EventEmitter } from 'node:events';
import { createLogger, logFile } from '../../../src/runtime/logger';

/* Run as a process of its own: logs more than one write takes, and exits in the same turn. */

const [file = '', count] = process.argv.slice(2);
const destination = logFile(file);
const logger = createLogger('info', destination);
void once(destination as unknown as EventEmitter, 'ready').then(() => {
  for (let line = 1; line <= Number(count); line++) logger.info({ line }, 'before the exit');
  process.exit(0);
});
