import { Prober } from '../media/prober';
import { findTool } from '../media/tools';
import { readEnvironment } from '../runtime/environment';
import { createLogger } from '../runtime/logger';
import { poolSizes } from '../runtime/pool-sizes';
import { emfMetrics } from '../runtime/metrics';
import { cacheVariables, databaseVariables, openCatalogue } from './stores';
import { EventBridgePublisher } from '../storage/events/event-bridge-publisher';
import { S3ObjectStore } from '../storage/objects/s3-object-store';
import { SqsMessageQueue } from '../storage/queue/sqs-message-queue';
import { openQualityControl } from '../worker/open-quality-control';
import { startWorker } from '../worker/start-worker';
import { REST, TaskProtection } from '../worker/task-protection';

/* The container of the worker: runs until SIGTERM. */

/** Fargate kills 120 s after SIGTERM; what is not done by now is given back in the rest. */
const DRAIN_MS = 90_000;

async function main(): Promise<void> {
  const environment = readEnvironment([
    'environmentSuffix',
    'logLevel',
    ...databaseVariables,
    ...cacheVariables,
    'bucketName',
    'queueUrl',
    'deadLetterQueueUrl',
    'measuringQueueUrl',
    'measuringDeadLetterQueueUrl',
    'eventBusName',
    'workerConcurrency',
    'ffprobePath',
    'ffmpegPath',
    'scratchDirectory',
    'qcProfile',
    'ecsAgentUri',
  ]);
  const logger = createLogger(environment.logLevel);
  const ffprobe = await findTool('ffprobe', { configuredPath: environment.ffprobePath });
  const { catalogue, close } = openCatalogue(environment, logger, poolSizes.worker);
  const stores = {
    catalogue,
    objects: new S3ObjectStore(environment.bucketName),
    events: new EventBridgePublisher(environment),
  };
  const queues = {
    uploads: new SqsMessageQueue(environment),
    measuring: new SqsMessageQueue({
      queueUrl: environment.measuringQueueUrl,
      deadLetterQueueUrl: environment.measuringDeadLetterQueueUrl,
    }),
  };
  const media = new Prober({ ffprobe });
  const qc = await openQualityControl(environment);
  const metrics = emfMetrics(environment.environmentSuffix);
  const { workerConcurrency: concurrency, ecsAgentUri } = environment;
  const worker = startWorker(
    { queues, stores, media, qc, logger, metrics },
    {
      concurrency,
      ...(ecsAgentUri !== undefined && stoppedByEcs(new TaskProtection(ecsAgentUri, logger))),
    },
  );
  logger.info({ concurrency, qcProfile: environment.qcProfile }, 'worker started');

  process.once('SIGTERM', () => {
    void (async () => {
      logger.info({ active: worker.active }, 'worker stopping');
      await worker.stop(DRAIN_MS);
      await Promise.all([media.close(), close()]);
      await Promise.all([queues.uploads.close(), queues.measuring.close()]);
      logger.info('worker stopped');
    })();
  });
}

function stoppedByEcs(protection: TaskProtection) {
  return {
    onBusy: (busy: boolean) => {
      protection.set(busy);
    },
    rest: REST,
  };
}

void main();
