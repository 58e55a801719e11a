import { readEnvironment } from '../runtime/environment';
import { createLogger } from '../runtime/logger';
import { poolSizes } from '../runtime/pool-sizes';
import { emfMetrics } from '../runtime/metrics';
import { cacheVariables, databaseVariables, openCatalogue } from './stores';
import { S3ObjectStore } from '../storage/objects/s3-object-store';
import { SqsMessageQueue } from '../storage/queue/sqs-message-queue';
import { uploadEvent } from '../storage/queue/upload-event';
import { buildApp } from '../api/app';
import { behindGateway, lambdaHandler } from '../api/lambda';

const environment = readEnvironment([
  'environmentSuffix',
  'logLevel',
  ...databaseVariables,
  ...cacheVariables,
  'bucketName',
  'queueUrl',
  'deadLetterQueueUrl',
  'allowedOrigins',
  'pageDirectory',
  'swaggerUiDirectory',
  'signInIssuer',
  'signInClientId',
  'signInOrigin',
  'functionVersion',
]);
const { signInIssuer: issuer, signInClientId: clientId, signInOrigin: origin } = environment;
const logger = createLogger(environment.logLevel);
const queue = new SqsMessageQueue(environment);

// made once an instance: their connections serve all calls
const { catalogue, cache, close } = openCatalogue(environment, logger, poolSizes.api);
const app = buildApp({
  ...behindGateway,
  catalogue,
  cache,
  objects: new S3ObjectStore(environment.bucketName),
  allowedOrigins: environment.allowedOrigins,
  pageDirectory: environment.pageDirectory,
  signIn: issuer && clientId ? { issuer, clientId, origin } : undefined,
  swaggerUiDirectory: environment.swaggerUiDirectory,
  requestProcessing: (upload) => queue.send(uploadEvent(upload)),
  logger,
  metrics: emfMetrics(environment.environmentSuffix, environment.functionVersion),
});

// Lambda tells an instance of its end where an extension is registered: the last views are sent on
process.once('SIGTERM', () => {
  void Promise.all([close(), queue.close()]);
});

export const handler = lambdaHandler(app);
