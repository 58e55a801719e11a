import { readEnvironment } from '../runtime/environment';
import { createLogger } from '../runtime/logger';
import { poolSizes } from '../runtime/pool-sizes';
import { emfMetrics } from '../runtime/metrics';
import { cacheVariables, databaseVariables, openCatalogue } from './stores';
import { S3ObjectStore } from '../storage/objects/s3-object-store';
import { applyRetention } from '../worker/apply-retention';

/*
 * The container of the retention job: one run, started by a schedule. It is a task of its own because
 * of its role: what parses untrusted files must not be able to delete any.
 */

async function main(): Promise<void> {
  const environment = readEnvironment([
    'environmentSuffix',
    'logLevel',
    ...databaseVariables,
    ...cacheVariables,
    'bucketName',
  ]);
  const logger = createLogger(environment.logLevel);
  const { catalogue, close } = openCatalogue(environment, logger, poolSizes.retention);
  try {
    await applyRetention({
      catalogue,
      objects: new S3ObjectStore(environment.bucketName),
      logger,
      metrics: emfMetrics(environment.environmentSuffix),
    });
  } catch (error) {
    logger.error({ err: error }, 'retention was not applied');
    process.exitCode = 1;
  } finally {
    await close();
  }
}

void main();
