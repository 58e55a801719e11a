import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import * as fc from 'fast-check';
import { getAbsoluteFSPath } from 'swagger-ui-dist';
import { problemSchema } from '../../src/api/route-schemas';
import { aProgramme, aVideo } from '../support/factories/videos';
import { anApi, type Api } from '../support/drivers/api';
import { putPreviews } from '../support/factories/previews';
import { aDraft, aStoredReport, jpTv2k } from '../support/factories/qc';
import {
  type DocumentedOperation,
  type MadeRequest,
  type OpenApiDocument,
  operationsOf,
  requestsOf,
  tricked,
} from '../support/drivers/requests-of-document';

/*
 * Whatever is sent by who has the document, and by who scans for holes: never a fault of ours, which would
 * set off the alarm, and no status that the document does not tell.
 */

const REQUESTS = 6500;
/** Where no operation is asked: a page, or a refusal. */
const ELSEWHERE = [200, 206, 304, 308, 400, 404, 405, 412, 413, 415, 416];

/**
 * They need what no schema tells: when a proposal was made, the id of a case or a finding, times within the
 * film, that the video is on hold, an upload under way, a time after a broadcast, the
 * number of a version of a profile, the ids of its rules, the id of a video to try it on.
 */
const UNGUESSED = [
  ...['approveOverride', 'refuseOverride', 'liftHold', 'addFinding', 'withdrawFinding'],
  ...['advanceCase', 'getUpload', 'openCase', 'putProgramme'],
  ...['publishQcProfile', 'refuseQcProfile', 'compareQcProfiles', 'tryQcProfile'],
  ...['saveQcProfileDraft', 'attachCertificate', 'getCertificate', 'withdrawCertificate'],
];

const unpacked: Readonly<Record<string, (bytes: Buffer) => Buffer>> = {
  br: brotliDecompressSync,
  gzip: gunzipSync,
};

let directory: string;
let api: Api;
let operations: DocumentedOperation[];

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'page-'));
  await mkdir(join(directory, 'assets'));
  await writeFile(join(directory, 'index.html'), '<!doctype html><title>catalogue</title>');
  api = anApi({ pageDirectory: directory, swaggerUiDirectory: getAbsoluteFSPath() });
  const document = await api.app.inject({ url: '/v1/openapi.json' });
  operations = operationsOf(document.json<OpenApiDocument>());
});
afterAll(async () => {
  await api.app.close();
  await rm(directory, { recursive: true });
});

const programme = { ...aProgramme(), retainUntil: null, heldUntil: null };
const video = aVideo({ revision: 5, programme });
const { id } = video;
const run = { state: 'measuring', decodedSeconds: 1, totalSeconds: 2, percent: 50 } as const;
const qc = { run, reports: [aStoredReport()] };

/** A change to a revision that is past, which few requests that are made by chance ask for. */
const outdated: MadeRequest = {
  method: 'PATCH',
  url: `/v1/videos/${id}`,
  headers: { 'content-type': 'application/json', 'if-match': '"1"' },
  payload: JSON.stringify({ title: 'Another' }),
};

/** Two uploads under one key, which few requests by chance ask for, too. */
const reused = ['a.mp4', 'b.mp4'].map((fileName): MadeRequest => ({
  method: 'POST',
  url: '/v1/videos',
  headers: { 'content-type': 'application/json', 'idempotency-key': 'reused' },
  payload: JSON.stringify({ fileName, sizeBytes: 1 }),
}));

/**
 * One video of which everything is known, and a profile of that id; of requests before, idempotency keys and profiles
 * are left.
 */
async function know(): Promise<void> {
  api.catalogue.videos.clear();
  api.catalogue.put(video);
  putPreviews(api.objects, video);
  api.catalogue.qc.put(id, qc);
  const { profiles } = api.catalogue.ports;
  if ((await profiles.find(id)) === null) {
    await profiles.saveDraft(id, aDraft(), jpTv2k, 'client:editor');
  }
}

test('6,500 requests are answered as the document says, and none with a fault of ours', async () => {
  const seen = new Map<string, Set<number>>();
  const made = operations.map((operation) => requestsOf(operation, id));
  const requests = fc.oneof(fc.oneof(...made), tricked(fc.oneof(...made)));
  await fc.assert(
    fc.asyncProperty(requests, async (request) => {
      await know();
      const { statusCode, operationId } = await answerOf(request);
      seen.set(operationId, (seen.get(operationId) ?? new Set()).add(statusCode));
    }),
    {
      numRuns: REQUESTS,
      examples: [outdated, ...reused].map((each) => [each]),
      endOnFailure: true,
    },
  );
  // not everything was stopped at the door, and each operation did its work
  const idle = operations.filter(({ operationId }) =>
    [...(seen.get(operationId) ?? [])].every((status) => status >= 400),
  );
  for (const { operationId } of idle) expect(UNGUESSED).toContain(operationId);
  const statuses = new Set([...seen.values()].flatMap((each) => [...each]));
  expect([...statuses]).toEqual(
    expect.arrayContaining([200, 201, 202, 304, 400, 401, 404, 405, 409, 412, 415, 422]),
  );
  expect(api.log.filter(({ level }) => level === 'error')).toEqual([]);
}, 120_000);

async function answerOf(request: MadeRequest) {
  const { headers, ...rest } = request;
  const response = await api.app.inject({
    ...(rest as { method: 'GET' }),
    headers: { 'x-api-key': api.keys.all, ...headers },
  });
  const { statusCode } = response;
  const path = new URL(request.url, 'http://api').pathname; // as inject sends it
  const method = request.method === 'HEAD' ? 'GET' : request.method;
  const operation = operations.find(
    (each) =>
      each.method === method &&
      // an id may be empty: its operation refuses it
      new RegExp(`^${each.path.replaceAll(/\{\w+\}/g, '[^/]*')}$`).test(path),
  );
  const operationId = operation?.operationId ?? 'none';
  const declared = operation ? Object.keys(operation.responses).map(Number) : ELSEWHERE;
  if (statusCode >= 500 || !declared.includes(statusCode)) {
    throw new Error(`${operationId} answered ${statusCode}: ${response.body}`);
  }
  expect(response.headers['cache-control']).toMatch(/no-store|no-cache|max-age/);
  if (statusCode >= 400 && request.method !== 'HEAD') {
    const { rawPayload: sent } = response;
    const body = unpacked[String(response.headers['content-encoding'])]?.(sent) ?? sent;
    expect(problemSchema.parse(JSON.parse(body.toString())).status).toBe(statusCode);
  }
  return { statusCode, operationId };
}
