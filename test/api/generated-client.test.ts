import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { listen } from '../../src/api/server';
import { FolderObjectStore } from '../../src/storage/objects/folder-object-store';
import { registerFolderEndpoint } from '../../src/storage/objects/folder-endpoint';
import { freePort } from '../../tools/free-port';
import { anApi } from '../support/drivers/api';

const run = promisify(execFile);
const ROOT = join(__dirname, '../..');

/** As somebody writes it who has the document and nothing else of ours. */
const program = `
import createClient from 'openapi-fetch';
import type { components, paths } from './schema';

const [baseUrl = '', key = ''] = process.argv.slice(2);
const client = createClient<paths>({ baseUrl, headers: { 'x-api-key': key } });

async function create(fileName: string, sizeBytes: number) {
  const created = await client.POST('/v1/videos', {
    params: { header: { 'idempotency-key': 'night-view-1' } },
    body: { fileName, sizeBytes, contentType: 'video/mp4' },
  });
  if (created.error) throw new Error(created.error.detail);
  return created.data;
}

async function upload(fileName: string, bytes: string): Promise<components['schemas']['Video']> {
  await create(fileName, bytes.length); // its answer is lost
  const { video, upload } = await create(fileName, bytes.length);
  if (upload.kind !== 'single') throw new Error('so small a file goes in one request');
  const { method, url, headers } = upload.request;
  const sent = await fetch(url, { method, headers, body: bytes });
  if (!sent.ok) throw new Error(await sent.text());
  const path = { id: video.id };
  const found = await client.GET('/v1/videos/{id}', { params: { path } });
  if (found.error) throw new Error(found.error.detail);
  const renamed = await client.PATCH('/v1/videos/{id}', {
    params: { path, header: { 'if-match': found.response.headers.get('etag') ?? '' } },
    body: { title: '東京' },
  });
  if (renamed.error) throw new Error(renamed.error.detail);
  return renamed.data;
}

// @ts-expect-error -- a mistake is told before anything is sent
const misspelt: paths['/v1/videos/{id}']['patch']['requestBody'] = { content: { 'application/json': { titel: '' } } };

async function refusal(): Promise<string> {
  const { error } = await client.GET('/v1/videos', { params: { query: { limit: 0 } } });
  return error?.errors?.[0]?.path ?? 'none';
}

void Promise.all([upload('夜景.mp4', 'not much of a film'), refusal(), misspelt]).then((done) => {
  console.log(JSON.stringify(done));
});
`;

let directory: string;
beforeAll(async () => {
  // within reach of the packages
  const cache = join(ROOT, 'node_modules/.cache');
  await mkdir(cache, { recursive: true });
  directory = await mkdtemp(join(cache, 'generated-client-'));
});
afterAll(() => rm(directory, { recursive: true }));

/** Leaves its JavaScript beside it. A process of its own: in Jest's sandbox the compiler takes ten times as long. */
async function compile(file: string): Promise<string> {
  const options = [
    '--strict',
    '--noUncheckedIndexedAccess',
    '--skipLibCheck',
    '--ignoreConfig',
    '--types',
    'node',
  ];
  const language = ['--target', 'ES2022', '--module', 'Node16', '--moduleResolution', 'Node16'];
  const { stdout } = await run(join(ROOT, 'node_modules/.bin/tsc'), [
    ...options,
    ...language,
    file,
  ]).catch((error: unknown) => error as { stdout: string });
  return stdout;
}

test('a client made from the document compiles, and takes a video in', async () => {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const folder = new FolderObjectStore({
    bucket: 'local',
    directory: await mkdtemp(join(tmpdir(), 'uploads-')),
    uploadUrl: url,
    signingSecret: randomBytes(32).toString('hex'),
  });
  const { app, catalogue, keys } = anApi({ objects: folder });
  registerFolderEndpoint(app, folder);
  const server = await listen(app, { port, host: '127.0.0.1' });
  try {
    const document = join(directory, 'openapi.json');
    await writeFile(document, await (await fetch(`${url}/v1/openapi.json`)).text());
    const types = join(directory, 'schema.ts');
    await run(join(ROOT, 'node_modules/.bin/openapi-typescript'), [document, '--output', types]);
    await writeFile(join(directory, 'client.ts'), program);
    expect(await compile(join(directory, 'client.ts'))).toBe('');

    const client = await run(process.execPath, [join(directory, 'client.js'), url, keys.all]);
    const [video, refused] = JSON.parse(client.stdout) as [{ id: string; title: string }, string];
    expect([video.title, refused]).toEqual(['東京', 'limit']);
    expect(catalogue.videos.size).toBe(1);
    const { key = '' } = catalogue.uploads.get(video.id) ?? {};
    const { sizeBytes } = await folder.head({ key, versionId: null });
    expect(sizeBytes).toBe('not much of a film'.length);
  } finally {
    await server.close();
  }
}, 120_000);
