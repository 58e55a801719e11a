import { readEnvironment } from '../runtime/environment';
import { createLogger } from '../runtime/logger';
import { secretField } from '../runtime/secrets';
import { databaseConnection, databaseVariables } from './stores';
import { provisionUser } from '../storage/catalogue/database-user';
import { migrate } from '../storage/catalogue/migrate';

/* The container that brings schema and permissions up to date, before a new worker starts. */

async function main(): Promise<void> {
  const environment = readEnvironment(['logLevel', ...databaseVariables, 'databaseUserSecretArn']);
  const logger = createLogger(environment.logLevel);
  const connection = databaseConnection(environment);
  const applied = await migrate(connection, {
    onProgress: (progress) => {
      logger.info(progress, 'migrating');
    },
  });
  logger.info({ applied }, 'the schema is up to date');
  const { databaseUserSecretArn: arn } = environment;
  if (arn === undefined) return;
  const field = (name: string) => secretField(arn, name)();
  const user = { name: await field('username'), password: await field('password') };
  await provisionUser(connection, user);
  logger.info({ user: user.name }, 'worker and API may read and write rows');
}

void main();
