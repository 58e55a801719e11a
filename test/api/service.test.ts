import { anApi } from '../support/drivers/api';
import { aVideo } from '../support/factories/videos';

describe('GET /v1/health', () => {
  test('is ok while all stores answer', async () => {
    const response = await anApi().call({ url: '/v1/health', key: null });
    expect(response.json()).toEqual({ status: 'ok', database: 'up', cache: 'up' });
  });

  test('is degraded, and fit to serve, without the cache', async () => {
    const api = anApi();
    api.cache.up = false;
    const response = await api.call({ url: '/v1/health', key: null });
    expect([response.statusCode, response.json()]).toEqual([
      200,
      { status: 'degraded', database: 'up', cache: 'down' },
    ]);
  });

  test('is 503 without the database, and tells nothing of the reason', async () => {
    const api = anApi();
    api.catalogue.fault = new Error('ECONNREFUSED 10.0.1.7:5432');
    const response = await api.call({ url: '/v1/health', key: null });
    expect(response.statusCode).toBe(503);
    expect(response.body).not.toContain('10.0.1.7');
  });

  test('is 503 within 2.5 s when the database hangs, and asks it once for all who wait', async () => {
    const api = anApi();
    const ping = jest
      .spyOn(api.catalogue.ports.videos, 'ping')
      .mockReturnValue(new Promise(() => undefined));
    const started = performance.now();
    const answers = await Promise.all(
      [1, 2, 3].map(() => api.call({ url: '/v1/health', key: null })),
    );
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([503, 503, 503]);
    expect(performance.now() - started).toBeLessThan(2500);
    expect(ping).toHaveBeenCalledTimes(1);
  });
});

describe('the access log', () => {
  test('is one line a request, with the template of the route and the client', async () => {
    const api = anApi();
    const { id } = api.catalogue.put(aVideo());
    const response = await api.call({ url: `/v1/videos/${id}` });
    expect(api.log).toEqual([
      {
        level: 'info',
        time: expect.any(String) as string,
        msg: 'request',
        method: 'GET',
        route: '/v1/videos/:id',
        status: 200,
        ms: expect.any(Number) as number,
        bytes: Buffer.byteLength(response.body),
        client: 'owner',
        requestId: expect.any(String) as string,
      },
    ]);
  });

  test('holds nothing that a client sent', async () => {
    const api = anApi();
    await api.call({ url: '/v1/videos?q=secret-title', headers: { 'user-agent': 'secret-agent' } });
    await api.call({ url: '/v1/videos', key: 'secret-key' });
    await api.call({ url: '/secret-path' });
    const text = JSON.stringify(api.log);
    expect(api.log).toHaveLength(3);
    expect(text).not.toContain('secret');
    expect(text).not.toContain(api.keys.all);
  });

  test('tells every request apart, whatever ids clients send', async () => {
    const api = anApi();
    for (let i = 0; i < 3; i++) {
      await api.call({ url: '/v1/health', headers: { 'x-request-id': 'mine' } });
    }
    const ids = api.log.map(({ requestId }) => requestId);
    expect(new Set(ids).size).toBe(3);
    expect(ids).not.toContain('mine');
  });
});
