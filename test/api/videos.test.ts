import { RevisionConflictError } from '../../src/domain/errors';
import { noMetrics } from '../../src/runtime/metrics';
import { anApi } from '../support/drivers/api';
import { aVideo } from '../support/factories/videos';
import type { VideoQuery } from '../../src/storage/catalogue/types';

describe('GET /v1/videos/{id}', () => {
  test('sends the text of the catalogue as it is', async () => {
    const { call, catalogue } = anApi();
    const video = catalogue.put(aVideo());
    const response = await call({ url: `/v1/videos/${video.id}` });
    expect(response.body).toBe(JSON.stringify(video));
    expect(response.headers).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'private, no-cache',
      etag: '"5"',
    });
  });

  test('says where the answer came from, and counts it', async () => {
    const count = jest.fn();
    const { call, cache, catalogue } = anApi({ metrics: { ...noMetrics, count } });
    const url = `/v1/videos/${catalogue.put(aVideo()).id}`;
    const source = async () => (await call({ url })).headers['x-cache'];
    expect(await source()).toBe('MISS');
    expect(await source()).toBe('HIT');
    cache.up = false;
    expect(await source()).toBe('BYPASS');
    expect(count.mock.calls).toEqual([['CacheMiss'], ['CacheHit'], ['CacheBypass']]);
  });

  test.each(['"5"', 'W/"5"', '"4", "5"', 'W/"9",W/"5"', '*'])(
    'answers 304 to If-None-Match %s',
    async (header) => {
      const { call, catalogue } = anApi();
      const { id } = catalogue.put(aVideo({ revision: 5 }));
      const response = await call({
        url: `/v1/videos/${id}`,
        headers: { 'if-none-match': header },
      });
      expect(response.statusCode).toBe(304);
      expect(response.body).toBe('');
      expect(response.headers).toMatchObject({ etag: '"5"', 'cache-control': 'private, no-cache' });
    },
  );

  test.each(['"4"', '"55"', '5', 'W/"4", "6"'])(
    'answers in full to If-None-Match %s',
    async (header) => {
      const { call, catalogue } = anApi();
      const { id } = catalogue.put(aVideo({ revision: 5 }));
      const response = await call({
        url: `/v1/videos/${id}`,
        headers: { 'if-none-match': header },
      });
      expect(response.statusCode).toBe(200);
    },
  );

  test('finds one entry in the cache however the id is written', async () => {
    const { call, cache, catalogue } = anApi();
    const { id } = catalogue.put(aVideo());
    await call({ url: `/v1/videos/${id.toUpperCase()}` });
    expect([...cache.documents.keys()]).toEqual([id]);
  });

  test('counts a view, but not a look whether anything changed', async () => {
    const { call, cache, catalogue } = anApi();
    const { id } = catalogue.put(aVideo());
    await call({ url: `/v1/videos/${id}` });
    await call({ url: `/v1/videos/${id}`, headers: { 'if-none-match': '*' } });
    expect(cache.views.get(id)).toBe(1);
  });

  test('answers 404 to an unknown id, and counts no view', async () => {
    const { call, cache } = anApi();
    const response = await call({ url: `/v1/videos/${aVideo().id}` });
    expect(response.statusCode).toBe(404);
    expect(response.json()).toMatchObject({ code: 'video_not_found' });
    expect(cache.views.size).toBe(0);
  });

  test('answers HEAD with the headers alone', async () => {
    const { call, catalogue } = anApi();
    const { id } = catalogue.put(aVideo());
    const response = await call({ method: 'HEAD', url: `/v1/videos/${id}` });
    expect([response.statusCode, response.body, response.headers.etag]).toEqual([200, '', '"5"']);
  });
});

interface Page {
  items: { id: string }[];
  nextCursor: string | null;
}

describe('GET /v1/videos', () => {
  test('asks the catalogue for what the query says', async () => {
    const api = anApi();
    const list = jest.spyOn(api.catalogue.ports.videos, 'list');
    await api.call({
      url: '/v1/videos',
      query: {
        q: ' 朝 ',
        status: 'ready,failed',
        verdict: ['pass', 'warn'],
        codec: 'h264',
        container: 'mp4',
        minHeight: '720',
        hdr: 'hlg',
        captions: 'arib,none',
        minDuration: '1.5',
        maxDuration: '60',
        createdFrom: '2026-04-01T00:00:00+09:00',
        sort: '-duration',
        limit: '7',
      },
    });
    expect(list).toHaveBeenCalledWith<[VideoQuery]>({
      search: '朝',
      status: ['ready', 'failed'],
      verdict: ['pass', 'warn'],
      codec: ['h264'],
      container: ['mp4'],
      minHeight: 720,
      hdr: ['hlg'],
      captions: ['arib', 'none'],
      minDurationSeconds: 1.5,
      maxDurationSeconds: 60,
      createdFrom: '2026-03-31T15:00:00.000Z',
      sort: '-duration',
      limit: 7,
    });
  });

  test('lists the newest 50 unless told otherwise', async () => {
    const api = anApi();
    const list = jest.spyOn(api.catalogue.ports.videos, 'list');
    await api.call({ url: '/v1/videos' });
    expect(list).toHaveBeenCalledWith(expect.objectContaining({ sort: '-createdAt', limit: 50 }));
  });

  test.each([
    [{ q: '朝' }, 'relevance'],
    [{ q: '朝', sort: '-createdAt' }, '-createdAt'],
    [{ q: '朝', sort: 'reading' }, 'reading'],
    [{ sort: 'relevance' }, 'relevance'],
  ])('orders %j by %s', async (query, sort) => {
    const api = anApi();
    const list = jest.spyOn(api.catalogue.ports.videos, 'list');
    await api.call({ url: '/v1/videos', query });
    expect(list).toHaveBeenCalledWith(expect.objectContaining({ sort }));
  });

  test('pages by cursor until there is none', async () => {
    const { call, catalogue } = anApi();
    const ids = Array.from({ length: 5 }, () => catalogue.put(aVideo()).id);
    const seen: string[] = [];
    let cursor: string | null = '0';
    while (cursor !== null) {
      const page: Page = (
        await call({
          url: '/v1/videos',
          query: { limit: '2', cursor },
        })
      ).json();
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    }
    expect(seen.sort()).toEqual(ids.sort());
  });

  test('shortens a page whose text would not fit through Lambda', async () => {
    const { call, catalogue } = anApi();
    const failure = 'x'.repeat(1024 * 1024);
    for (let i = 0; i < 6; i++) catalogue.put(aVideo({ failure }));
    const response = await call({ url: '/v1/videos', query: { limit: '6' } });
    const page = response.json<Page>();
    expect(page.items).toHaveLength(3);
    expect(page.nextCursor).toBe('3');
  });

  test('refuses a cursor that is not its own', async () => {
    const response = await anApi().call({ url: '/v1/videos', query: { cursor: 'mine' } });
    expect(response.statusCode).toBe(400);
    expect(response.json()).toMatchObject({ code: 'invalid_cursor' });
  });
});

describe('GET /v1/videos/popular', () => {
  const titles = (response: { json: () => unknown }) =>
    (response.json() as { items: { score: number; video: { title: string } }[] }).items.map(
      ({ score, video }) => [video.title, score],
    );

  test('lists the most viewed first, then the newest that are ready', async () => {
    const { call, cache, catalogue } = anApi();
    const day = (n: number) => `2026-04-0${n}T00:00:00.000Z`;
    catalogue.put(aVideo({ title: 'old', createdAt: day(1) }));
    catalogue.put(aVideo({ title: 'new', createdAt: day(3) }));
    catalogue.put(aVideo({ title: 'broken', createdAt: day(4), status: 'rejected' }));
    const viewed = catalogue.put(aVideo({ title: 'viewed', createdAt: day(2) }));
    const loved = catalogue.put(aVideo({ title: 'loved', createdAt: day(1) }));
    cache.views.set(viewed.id, 1.5).set(loved.id, 9);
    const all = await call({ url: '/v1/videos/popular' });
    expect(titles(all)).toEqual([
      ['loved', 9],
      ['viewed', 1.5],
      ['new', 0],
      ['old', 0],
    ]);
    const three = await call({ url: '/v1/videos/popular?limit=3' });
    expect(titles(three)).toEqual(titles(all).slice(0, 3));
  });

  test('leaves out what was deleted', async () => {
    const { call, cache, catalogue } = anApi();
    const here = catalogue.put(aVideo({ title: 'here' }));
    cache.views.set(aVideo().id, 9).set(here.id, 1);
    expect(titles(await call({ url: '/v1/videos/popular?limit=1' }))).not.toContainEqual([
      'gone',
      9,
    ]);
    expect(titles(await call({ url: '/v1/videos/popular?limit=2' }))).toEqual([['here', 1]]);
  });
});

describe('PATCH /v1/videos/{id}', () => {
  const rename = (title: string, etag?: string) => ({
    method: 'PATCH' as const,
    payload: { title },
    ...(etag !== undefined && { headers: { 'if-match': etag } }),
  });

  test('changes the title, in NFC, and what is read next shows it', async () => {
    const { call, catalogue } = anApi();
    const url = `/v1/videos/${catalogue.put(aVideo()).id}`;
    await call({ url }); // cached
    const response = await call({ url, ...rename(' \u304b\u3099 ') });
    expect(response.json()).toMatchObject({ title: '\u304c', revision: 6 });
    expect(response.headers.etag).toBe('"6"');
    expect((await call({ url })).json()).toMatchObject({ title: '\u304c' });
  });

  test('changes it when If-Match names the newest revision, else answers 412', async () => {
    const { call, catalogue } = anApi();
    const { id } = catalogue.put(aVideo({ revision: 5 }));
    const url = `/v1/videos/${id}`;
    expect((await call({ url, ...rename('a', '"5"') })).statusCode).toBe(200);
    const stale = await call({ url, ...rename('b', '"5"') });
    expect(stale.statusCode).toBe(412);
    expect(stale.json()).toMatchObject({
      code: 'revision_conflict',
      detail: new RevisionConflictError(id, [5]).message,
    });
  });

  // RFC 9110, section 13.1.1
  test.each([
    ['*', 200],
    ['"4", "5"', 200],
    ['"4" ,W/"5"', 412],
    ['W/"5"', 412],
    ['"x"', 412],
    ['"05"', 412],
    ['""', 412],
    ['5', 400],
    ['*, "5"', 400],
    ['"5', 400],
  ])('answers If-Match %s with %i', async (etag, status) => {
    const { call, catalogue } = anApi();
    const { id } = catalogue.put(aVideo({ revision: 5 }));
    const response = await call({ url: `/v1/videos/${id}`, ...rename('a', etag) });
    expect(response.statusCode).toBe(status);
  });

  test('answers 404 to If-Match * where there is no video', async () => {
    const response = await anApi().call({ url: `/v1/videos/${aVideo().id}`, ...rename('a', '*') });
    expect(response.statusCode).toBe(404);
  });

  test('changes the reading alone, or takes it away', async () => {
    const { call, catalogue } = anApi();
    const { id, title } = catalogue.put(aVideo({ reading: null }));
    const patch = (payload: object) =>
      call({ url: `/v1/videos/${id}`, method: 'PATCH' as const, payload });
    expect((await patch({ reading: ' ｷﾒﾂ ' })).json()).toMatchObject({ title, reading: 'キメツ' });
    expect((await patch({ title: 'a' })).json()).toMatchObject({ title: 'a', reading: 'キメツ' });
    expect((await patch({ reading: null })).json()).toMatchObject({ title: 'a', reading: null });
  });

  test.each([{ reading: '鬼滅' }, { reading: '' }, {}])(
    'refuses %j, and says why',
    async (payload) => {
      const { call, catalogue } = anApi();
      const url = `/v1/videos/${catalogue.put(aVideo()).id}`;
      const response = await call({ url, method: 'PATCH' as const, payload });
      expect(response.statusCode).toBe(400);
      expect(response.json<{ detail: string }>().detail).toMatch(
        /must (be hiragana|have)|>=1|at least/,
      );
    },
  );

  test('changes nothing when the title is that already', async () => {
    const { call, catalogue } = anApi();
    const { id, title } = catalogue.put(aVideo({ revision: 5 }));
    const response = await call({ url: `/v1/videos/${id}`, ...rename(` ${title} `) });
    expect([response.statusCode, response.headers.etag]).toEqual([200, '"5"']);
  });

  test.each(['', '  ', '\u3164', 'a\u202eb', 'a\u0000b', 'half \ud83d', 'x'.repeat(501)])(
    'refuses the title %j',
    async (title) => {
      const { call, catalogue } = anApi();
      const url = `/v1/videos/${catalogue.put(aVideo()).id}`;
      expect((await call({ url, ...rename(title) })).statusCode).toBe(400);
    },
  );
});

describe('POST /v1/videos/{id}/reprocess', () => {
  test('readies the row, then asks a worker', async () => {
    const { call, catalogue, requested } = anApi();
    const { id, object, sizeBytes } = catalogue.put(aVideo());
    await call({ url: `/v1/videos/${id}` }); // cached
    const response = await call({ method: 'POST', url: `/v1/videos/${id}/reprocess` });
    expect(response.statusCode).toBe(202);
    expect(requested).toEqual([{ object, sizeBytes }]);
    expect((await call({ url: `/v1/videos/${id}` })).json()).toMatchObject({ status: 'received' });
  });

  test('answers 409 while a worker is at it, and asks nobody', async () => {
    const { call, catalogue, requested } = anApi();
    const { id } = catalogue.put(aVideo());
    catalogue.held.add(id);
    const response = await call({ method: 'POST', url: `/v1/videos/${id}/reprocess` });
    expect(response.statusCode).toBe(409);
    expect(requested).toEqual([]);
  });

  test('takes an empty body of any media type that is JSON', async () => {
    const { call, catalogue } = anApi();
    const response = await call({
      method: 'POST',
      url: `/v1/videos/${catalogue.put(aVideo()).id}/reprocess`,
      headers: { 'content-type': 'application/json' },
      payload: '',
    });
    expect(response.statusCode).toBe(202);
  });
});
