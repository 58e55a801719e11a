import { readEnvironment } from '../runtime/environment';
import { createLogger } from '../runtime/logger';
import { databaseConnection, databaseVariables } from '../runtime/stores';
import { migrate } from './catalogue/migrate';

/* The container that brings the schema up to date, before a new worker starts. */

async function main(): Promise<void> {
  const environment = readEnvironment(['logLevel', ...databaseVariables]);
  const logger = createLogger(environment.logLevel);
  const applied = await migrate(databaseConnection(environment), {
    onProgress: (progress) => {
      logger.info(progress, 'migrating');
    },
  });
  logger.info({ applied }, 'the schema is up to date');
}

void main();
