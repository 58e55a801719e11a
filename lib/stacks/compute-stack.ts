import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { environmentNames } from '../../src/runtime/environment';
import type { EnvironmentConfig } from '../config/environment-config';
import { DatabaseMigration } from '../constructs/database-migration';
import { ExistingSecrets } from '../constructs/existing-secrets';
import { QueueWorker } from '../constructs/queue-worker';
import { RetentionJob } from '../constructs/retention-job';
import { RotatingKey } from '../constructs/rotating-key';
import {
  cacheEnvironment,
  databaseEnvironment,
  migrationEnvironment,
  workerDatabaseEnvironment,
} from '../constructs/store-environment';
import { UploadNotifications } from '../constructs/upload-notifications';
import { VideoEvents } from '../constructs/video-events';
import { WorkQueue } from '../constructs/work-queue';
import { WorkerCluster } from '../constructs/worker-cluster';
import { WorkerImage } from '../constructs/worker-image';
import type { DataStack } from './data-stack';
import type { NetworkStack } from './network-stack';

export interface ComputeStackProps extends StackProps {
  /** Sizes, secrets, retention. */
  readonly config: EnvironmentConfig;
  /** Where the tasks run. */
  readonly network: NetworkStack;
  /** What they read and write. */
  readonly data: DataStack;
  /** Path of the function that runs the migration task. */
  readonly migrationEntry: string;
}

/** Where the code is in the image (src/worker/Dockerfile). */
const CODE_DIRECTORY = '/app';

/** From an upload to its metadata: notification, queue, worker; and the schema they need. */
export class ComputeStack extends Stack {
  /** Uploads whose headers wait to be read, and those that were given up. */
  readonly uploads: WorkQueue;
  /** Uploads that wait to be measured after that, and those that were given up. */
  readonly measuring: WorkQueue;
  /** What processes them. */
  readonly worker: QueueWorker;
  /** What deletes by a schedule. */
  readonly retention: RetentionJob;
  /** Between the bucket and the queue. */
  readonly notifications: UploadNotifications;

  constructor(scope: Construct, id: string, props: ComputeStackProps) {
    super(scope, id, props);
    const { config, network, data } = props;
    const { environmentSuffix, logRetentionDays } = config;
    const logs = { logKey: network.logKey, logRetentionDays };
    const secrets = new ExistingSecrets(this, 'Secrets', { config });
    const encryptionKey = new RotatingKey(this, 'QueueKey', {
      purpose: 'queues',
      environmentSuffix,
    });
    encryptionKey.allowSenders('events.amazonaws.com');

    const queues = { environmentSuffix, encryptionKey };
    this.uploads = new WorkQueue(this, 'Uploads', { ...queues, baseName: 'uploads' });
    this.measuring = new WorkQueue(this, 'Measuring', { ...queues, baseName: 'measuring' });
    this.notifications = new UploadNotifications(this, 'Notifications', {
      environmentSuffix,
      encryptionKey,
      bucket: data.ingest.bucket,
      queue: this.uploads.queue,
    });

    const { bus } = new VideoEvents(this, 'Events', { environmentSuffix });
    const { vpc, traffic } = network;
    const cluster = new WorkerCluster(this, 'Cluster', { environmentSuffix, vpc, ...logs });
    const stores = {
      [environmentNames.environmentSuffix]: environmentSuffix,
      ...cacheEnvironment(data.cache, secrets),
      [environmentNames.bucketName]: data.ingest.bucket.bucketName,
    };
    const { containerImage: image } = new WorkerImage(this, 'Image');
    const migration = new DatabaseMigration(this, 'Migration', {
      environmentSuffix,
      ...logs,
      vpc,
      securityGroup: traffic.migration,
      cluster,
      image,
      environment: migrationEnvironment(data.database, secrets, CODE_DIRECTORY),
      entry: props.migrationEntry,
    });
    secrets.grantRead(
      migration.task.taskRole,
      secrets.database,
      secrets.databaseUser,
      secrets.databaseWorker,
    );

    this.worker = new QueueWorker(this, 'Worker', {
      environmentSuffix,
      ...logs,
      securityGroup: traffic.worker,
      cluster,
      image,
      uploads: this.uploads.queue,
      measuring: this.measuring.queue,
      scratch: data.scratch,
      environment: {
        ...stores,
        ...workerDatabaseEnvironment(data.database, secrets, CODE_DIRECTORY),
        [environmentNames.deadLetterQueueUrl]: this.uploads.deadLetters.queueUrl,
        [environmentNames.measuringDeadLetterQueueUrl]: this.measuring.deadLetters.queueUrl,
        [environmentNames.eventBusName]: bus.eventBusName,
      },
      qcProfile: config.qcProfile,
      cpu: config.workerCpu,
      memoryMib: config.workerMemoryMib,
      concurrency: config.workerConcurrency,
      minTasks: config.workerMinTasks,
      maxTasks: config.workerMaxTasks,
    });
    const { taskRole } = this.worker.task;
    // a message that waits without using up its receives is sent again (docs/adr/0011), and measuring follows
    this.uploads.grantSend(taskRole);
    this.measuring.grantSend(taskRole);
    cluster.grantProtection(taskRole);
    secrets.grantRead(taskRole, secrets.databaseWorker, secrets.cache);
    data.ingest.grantRead(taskRole);
    data.ingest.grantPutPreviews(taskRole);
    bus.grantPutEventsTo(taskRole);
    this.worker.service.node.addDependency(migration);

    this.retention = new RetentionJob(this, 'Retention', {
      environmentSuffix,
      ...logs,
      securityGroup: traffic.retention,
      cluster,
      image,
      environment: {
        ...stores,
        ...databaseEnvironment(data.database, secrets, CODE_DIRECTORY),
      },
    });
    secrets.grantRead(this.retention.taskRole, secrets.databaseUser, secrets.cache);
    data.ingest.grantDelete(this.retention.taskRole);
    this.retention.node.addDependency(migration);

    // whether the testing stack is there or not: a pipeline deletes none, and what it imports must not go
    this.exportValue(this.worker.service.serviceArn);
    this.exportValue(this.uploads.deadLetters.queueArn);
    this.exportValue(this.measuring.queue.queueArn);
    this.exportValue(this.measuring.deadLetters.queueArn);

    new CfnOutput(this, 'QueueUrl', { value: this.uploads.queue.queueUrl });
    new CfnOutput(this, 'DeadLetterQueueUrl', { value: this.uploads.deadLetters.queueUrl });
    new CfnOutput(this, 'MeasuringQueueUrl', { value: this.measuring.queue.queueUrl });
    new CfnOutput(this, 'MeasuringDeadLetterQueueUrl', {
      value: this.measuring.deadLetters.queueUrl,
    });
    new CfnOutput(this, 'EventBusName', { value: bus.eventBusName });
    new CfnOutput(this, 'ClusterName', { value: cluster.clusterName });
    new CfnOutput(this, 'WorkerServiceName', { value: this.worker.service.serviceName });
  }
}
