import { routes } from '../../src/api/routes';
import { aVideo, aProgramme } from '../support/factories/videos';
import { anApi } from '../support/drivers/api';
import { putPreviews } from '../support/factories/previews';
import { aStoredReport } from '../support/factories/qc';

/** An API with one video that has everything, and the address of each route of it that is read. */
function known() {
  const api = anApi();
  const video = aVideo({ programme: { ...aProgramme(), retainUntil: null, heldUntil: null } });
  const { id } = api.catalogue.put(video);
  putPreviews(api.objects, video);
  api.catalogue.qc.put(id, { reports: [aStoredReport()] });
  const needed = new Map([
    ['/v1/qc/profiles/{profileId}/differences', '?with=streaming'],
    ['/v1/qc/profiles/{profileId}/trial', `?with=streaming&videoId=${id}`],
  ]);
  const urlOf = (path: string) =>
    `${path.replace('{id}', id).replace('{profileId}', 'jp-tv-2k')}${needed.get(path) ?? ''}`;
  return { ...api, id, urlOf };
}

/** They tell of this moment, or of persons. */
const neverKept = ['getMe', 'getHealth', 'listAudit', 'getUpload', 'getPlayback', 'getCertificate'];
const reads = routes.filter(({ method }) => method === 'GET');
const kept = reads.filter(({ operationId }) => !neverKept.includes(operationId));

test.each(kept)('$operationId is not sent again to who has it', async ({ path, access }) => {
  const { call, urlOf } = known();
  const key = access === 'public' ? { key: null } : {};
  const first = await call({ url: urlOf(path), ...key });
  const etag = String(first.headers.etag);
  expect([first.statusCode, etag]).toEqual([200, expect.stringMatching(/^"[^"]+"$/)]);
  const again = await call({ url: urlOf(path), ...key, headers: { 'if-none-match': etag } });
  expect([again.statusCode, again.body, again.headers.etag]).toEqual([304, '', etag]);
  const other = await call({ url: urlOf(path), ...key, headers: { 'if-none-match': '"other"' } });
  expect([other.statusCode, other.body]).toEqual([200, first.body]);
});

test('a list that has changed is sent again', async () => {
  const { call, catalogue, id } = known();
  const { etag } = (await call({ url: '/v1/videos' })).headers;
  catalogue.change(id, { title: 'another' });
  const headers = { 'if-none-match': String(etag) };
  expect((await call({ url: '/v1/videos', headers })).statusCode).toBe(200);
});

test.each(reads)('$operationId says whether it may be kept', async ({ operationId, path }) => {
  const { call, urlOf } = known();
  const { headers } = await call({ url: urlOf(path) });
  expect(headers['cache-control']).toMatch(
    neverKept.includes(operationId) ? /no-store/ : /^(private, )?no-cache$/,
  );
});

test('an answer to a change is not kept', async () => {
  const { call, id } = known();
  const answers = [
    await call({ method: 'PATCH', url: `/v1/videos/${id}`, payload: { title: 'a' } }),
    await call({ method: 'POST', url: `/v1/videos/${id}/reprocess` }),
    await call({ method: 'DELETE', url: `/v1/videos/${id}` }),
  ];
  expect(answers.map(({ headers }) => headers['cache-control'])).toEqual(
    answers.map(() => 'no-store'),
  );
});
