import { createHash, randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import type { Qc } from '../../src/domain/qc';
import { anApi, type Api } from '../support/drivers/api';
import { aStoredReport } from '../support/factories/qc';
import { aVideo } from '../support/factories/videos';

const pdf = Buffer.from('%PDF-1.7 HardingFPA: pass');
const certificate = {
  fileName: '証明書.pdf',
  contentType: 'application/pdf',
  device: 'HardingFPA、NAB Japan 2006',
  number: 'HFPA-0123',
};

let api: Api;
let id: string;
beforeEach(() => {
  api = anApi();
  ({ id } = api.catalogue.put(aVideo()));
  api.catalogue.qc.put(id, { reports: [aStoredReport()] });
});

const post = (path: string, payload: object, apiKey = api.keys.write) =>
  api.call({
    method: 'POST',
    url: `/v1/videos/${id}/qc/certificates${path}`,
    payload,
    headers: { 'x-api-key': apiKey },
  });
const read = (path: string) => api.call({ url: `/v1/videos/${id}/qc/certificates${path}` });

/** Asks for an address, and sends `content` there; returns the id. */
async function sent(content = pdf): Promise<string> {
  const answer = await post('', { contentType: 'application/pdf', sizeBytes: content.length });
  expect(answer.statusCode).toBe(201);
  const { certificateId, request } = answer.json<{
    certificateId: string;
    request: { url: string; headers: object };
  }>();
  expect(request.headers).toEqual({ 'content-type': 'application/pdf', 'if-none-match': '*' });
  const key = `certificates/${id}/${certificateId}.pdf`;
  expect(request.url).toContain(key);
  await api.objects.put(key, Readable.from([content]));
  return certificateId;
}

const attached = async (): Promise<string> => {
  const certificateId = await sent();
  expect((await post(`/${certificateId}`, certificate)).statusCode).toBe(201);
  return certificateId;
};

const reportOf = async () => (await api.call({ url: `/v1/videos/${id}/qc` })).json<Qc>().report;

test('is attached once its bytes are there, with their checksum, and changes no verdict', async () => {
  const before = (await reportOf())?.verdict;
  const certificateId = await attached();
  const report = await reportOf();
  expect(report?.certificates).toEqual([
    {
      ...certificate,
      id: certificateId,
      sizeBytes: pdf.length,
      sha256: createHash('sha256').update(pdf).digest('hex'),
      by: 'client:writer',
      at: expect.any(String) as string,
    },
  ]);
  expect(report?.verdict).toBe(before);
});

test('is attached once, however often it is asked for', async () => {
  const certificateId = await attached();
  expect((await post(`/${certificateId}`, certificate)).statusCode).toBe(201);
  const other = await post(`/${certificateId}`, { ...certificate, device: 'another' });
  expect(other.statusCode).toBe(409);
  expect((await reportOf())?.certificates).toHaveLength(1);
});

test('is downloaded by an address that no browser opens as what it is', async () => {
  const certificateId = await attached();
  const answer = await read(`/${certificateId}`);
  expect(answer.headers['cache-control']).toBe('no-store');
  const { url, ...told } = answer.json<{ url: string }>();
  expect(told).toMatchObject({ fileName: '証明書.pdf', contentType: 'application/pdf' });
  expect(decodeURIComponent(url)).toContain(`certificates/${id}/${certificateId}.pdf`);
  expect(decodeURIComponent(url)).toContain('type=application/octet-stream');
});

test('is withdrawn with a reason; the decisions still tell of it', async () => {
  const certificateId = await attached();
  const reason = 'of another episode';
  expect((await post(`/${certificateId}/withdrawal`, { reason })).statusCode).toBe(200);
  const report = await reportOf();
  expect(report?.certificates).toEqual([]);
  expect(report?.decisions.map(({ kind }) => kind)).toEqual(['certified', 'uncertified']);
  expect((await read(`/${certificateId}`)).json()).toMatchObject({ code: 'certificate_not_found' });
  const again = await post(`/${certificateId}/withdrawal`, { reason: 'once more' });
  expect(again.statusCode).toBe(404);
});

test('is refused before its bytes are there, and when they are something else', async () => {
  const missing = await post(`/${randomUUID()}`, certificate);
  expect([missing.statusCode, missing.json()]).toMatchObject([
    404,
    { code: 'certificate_not_found' },
  ]);
  const page = await sent(Buffer.from('<!doctype html>'));
  const refused = await post(`/${page}`, certificate);
  expect([refused.statusCode, refused.json()]).toMatchObject([
    422,
    { code: 'certificate_refused' },
  ]);
  expect((await reportOf())?.certificates).toEqual([]);
});

test.each([
  ['a type that is none', { contentType: 'text/html', sizeBytes: 1 }],
  ['no bytes', { contentType: 'application/pdf', sizeBytes: 0 }],
  ['more than 10 MiB', { contentType: 'application/pdf', sizeBytes: 10 * 1024 * 1024 + 1 }],
])('no address is handed out for %s', async (_, body) => {
  expect((await post('', body)).statusCode).toBe(400);
});

test('none is handed out to who may only read, nor before the video was uploaded', async () => {
  const body = { contentType: 'application/pdf', sizeBytes: 1 };
  expect((await post('', body, api.keys.read)).statusCode).toBe(403);
  ({ id } = api.catalogue.put(aVideo({ object: null })));
  expect((await post('', body)).json()).toMatchObject({ code: 'nothing_uploaded' });
});

test('goes with its video, as does what was sent and never attached', async () => {
  await attached();
  await sent();
  const deleted = await api.call({
    method: 'DELETE',
    url: `/v1/videos/${id}`,
    headers: { 'x-api-key': api.keys.write },
  });
  expect(deleted.statusCode).toBe(204);
  expect([...api.objects.contents.keys()]).toEqual([]);
});
