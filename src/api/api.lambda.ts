import { readEnvironment } from '../runtime/environment';
import { createLogger } from '../runtime/logger';
import {
  cacheVariables,
  databaseConnection,
  databaseVariables,
  openCache,
} from '../runtime/stores';
import { PostgresCatalogue } from '../storage/catalogue/postgres-catalogue';
import { S3ObjectStore } from '../storage/objects/s3-object-store';
import { SqsMessageQueue } from '../storage/queue/sqs-message-queue';
import { uploadEvent } from '../storage/queue/upload-event';
import { buildApp } from './app';
import { gatewayIdentity, lambdaHandler } from './lambda';

const environment = readEnvironment([
  'logLevel',
  ...databaseVariables,
  ...cacheVariables,
  'bucketName',
  'queueUrl',
  'deadLetterQueueUrl',
]);
const logger = createLogger(environment.logLevel);
const queue = new SqsMessageQueue(environment);

/** An instance of the function serves one request at a time. */
const MAX_CONNECTIONS = 2;

// made once an instance: its connections serve all calls
const app = buildApp({
  ...gatewayIdentity,
  catalogue: new PostgresCatalogue({
    ...databaseConnection(environment),
    logger,
    maxConnections: MAX_CONNECTIONS,
  }),
  cache: openCache(environment, logger),
  objects: new S3ObjectStore(environment.bucketName),
  requestProcessing: (upload) => queue.send(uploadEvent(upload)),
  logger,
});

export const handler = lambdaHandler(app);
