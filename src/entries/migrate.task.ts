import { readEnvironment } from '../runtime/environment';
import { createLogger } from '../runtime/logger';
import { secretField } from '../runtime/secrets';
import { databaseConnection, databaseVariables } from './stores';
import { provisionUser } from '../storage/catalogue/database-user';
import { migrate } from '../storage/catalogue/migrate';

/* The container that brings schema and permissions up to date, before a new worker starts. */

async function main(): Promise<void> {
  const environment = readEnvironment([
    'logLevel',
    ...databaseVariables,
    'databaseUserSecretArn',
    'databaseWorkerSecretArn',
  ]);
  const logger = createLogger(environment.logLevel);
  const connection = databaseConnection(environment);
  const applied = await migrate(connection, {
    onProgress: (progress) => {
      logger.info(progress, 'migrating');
    },
  });
  logger.info({ applied }, 'the schema is up to date');
  const secrets = {
    api: environment.databaseUserSecretArn,
    worker: environment.databaseWorkerSecretArn,
  };
  for (const role of ['api', 'worker'] as const) {
    const arn = secrets[role];
    if (arn === undefined) continue;
    const field = (name: string) => secretField(arn, name)();
    const user = { name: await field('username'), password: await field('password') };
    await provisionUser(connection, user, role);
    logger.info({ user: user.name, role }, 'may read and write what its role needs');
  }
}

void main();
