import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CreateBucketCommand, PutBucketVersioningCommand } from '@aws-sdk/client-s3';
import fastify, { type FastifyInstance } from 'fastify';
import { FolderObjectStore } from '../../../src/storage/objects/folder-object-store';
import { registerFolderEndpoint } from '../../../src/storage/objects/folder-endpoint';
import { createS3Client, S3ObjectStore } from '../../../src/storage/objects/s3-object-store';
import { freePort } from '../servers/server-process';

const apps: FastifyInstance[] = [];
const directories: string[] = [];

/** Closes the endpoints of {@link aFolder} and removes the directories of {@link aDirectory}. */
export async function closeFolders(): Promise<void> {
  await Promise.all(apps.splice(0).map((app) => app.close()));
  for (const directory of directories.splice(0)) await rm(directory, { recursive: true });
}

/** A folder store whose endpoint listens, as in the platform on one machine. */
export async function aFolder() {
  const directory = await aDirectory();
  const port = await freePort();
  const baseUrl = `http://127.0.0.1:${port}`;
  const signingSecret = directory;
  /** Errors that the endpoint raised. */
  const faults: Error[] = [];
  const open = () =>
    new FolderObjectStore({ directory, bucket: 'local', signingSecret, uploadUrl: baseUrl });
  const listen = async (store: FolderObjectStore) => {
    const app = fastify();
    app.addHook('onError', (_request, _reply, error, done) => {
      faults.push(error);
      done();
    });
    registerFolderEndpoint(app, store);
    await app.listen({ port, host: '127.0.0.1' });
    apps.push(app);
    return store;
  };
  return {
    directory,
    baseUrl,
    faults,
    store: await listen(open()),
    restart: async () => {
      await apps.pop()?.close();
      return listen(open());
    },
  };
}

export async function aDirectory(): Promise<string> {
  const directory = await mkdtemp(path.join(tmpdir(), 'folder-store-'));
  directories.push(directory);
  return directory;
}

/** A bucket of its own; inside `describeWithAws`. */
export async function anS3Store({ versioned = false } = {}): Promise<S3ObjectStore> {
  const Bucket = `test-${randomUUID()}`;
  const client = createS3Client();
  await client.send(
    new CreateBucketCommand({
      Bucket,
      CreateBucketConfiguration: { LocationConstraint: 'ap-northeast-1' },
    }),
  );
  if (versioned) {
    await client.send(
      new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }),
    );
  }
  return new S3ObjectStore(Bucket, client);
}
