import path from 'node:path';
import { SetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { migrate } from '../../src/storage/catalogue/migrate';
import { startEmbeddedPostgres } from '../../tools/embedded-postgres';
import { ensureAwsResources } from '../../tools/platform/aws-resources';
import { PostgresBinaries } from '../../tools/postgres-binaries';
import { startRedis } from '../support/servers/redis-process';
import { freePort, ServerProcess } from '../support/servers/server-process';
import { FaultyProxy } from './faulty-proxy';
import type { Undo } from './undo';

/** As workers need them, too; their access key is their name. */
export const credentials = {
  AWS_REGION: 'ap-northeast-1',
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
};

/** Real PostgreSQL and Redis, and emulated AWS, behind a proxy for those who are to feel faults. */
export async function startServers(directory: string, visibilitySeconds: number, undo: Undo) {
  let database = await startEmbeddedPostgres({ directory });
  undo.later(() => database.stop());
  await migrate({ connectionString: database.url });
  const redis = await startRedis();
  undo.later(() => redis.kill());
  const awsPort = await freePort();
  const args = ['-H', '127.0.0.1', '-p', String(awsPort)];
  const aws = new ServerProcess(awsPort, 'moto_server', args);
  undo.later(() => aws.kill());
  await aws.start();
  // where this process puts uploads: no fault of its own is wanted
  const awsUrl = `http://127.0.0.1:${awsPort}`;
  Object.assign(process.env, credentials, { AWS_ENDPOINT_URL: awsUrl });
  const resources = await ensureAwsResources();
  const sqs = new SQSClient({});
  for (const { queueUrl } of [resources, resources.measuring]) {
    await sqs.send(
      new SetQueueAttributesCommand({
        QueueUrl: queueUrl,
        Attributes: { VisibilityTimeout: String(visibilitySeconds) },
      }),
    );
  }
  const proxy = new FaultyProxy(new URL(awsUrl));
  const proxyUrl = await proxy.start();
  undo.later(() => proxy.stop());
  return {
    databaseUrl: database.url,
    redis,
    resources,
    proxy,
    proxyUrl,

    /** As when the power fails, and comes back. */
    async restartPostgres(): Promise<void> {
      const binaries = await PostgresBinaries.find();
      const data = path.join(directory, 'postgres-17', 'data');
      await binaries.run('pg_ctl', ['stop', '--wait', '--mode=immediate', `--pgdata=${data}`]);
      const port = Number(new URL(database.url).port);
      database = await startEmbeddedPostgres({ directory, port });
    },
  };
}
