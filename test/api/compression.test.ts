import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { behindGateway } from '../../src/api/lambda';
import { aVideo } from '../support/factories/videos';
import { anApi } from '../support/drivers/api';

const unpacked = { br: brotliDecompressSync, gzip: gunzipSync };

test.each(['br', 'gzip'] as const)(
  'a long answer is sent as %s to who takes it',
  async (encoding) => {
    const { app, catalogue, keys } = anApi();
    catalogue.put(aVideo());
    const ask = (headers: Record<string, string>) =>
      app.inject({ url: '/v1/videos', headers: { 'x-api-key': keys.all, ...headers } });
    const plain = await ask({});
    const packed = await ask({ 'accept-encoding': encoding });
    expect(plain.headers['content-encoding']).toBeUndefined();
    expect(packed.headers).toMatchObject({
      'content-encoding': encoding,
      vary: expect.stringContaining('accept-encoding') as unknown,
      etag: plain.headers.etag,
    });
    const { etag = '' } = plain.headers;
    for (const each of [plain, await ask({ 'if-none-match': etag, 'accept-encoding': encoding })]) {
      expect(each.headers.vary).toBe('accept-encoding');
    }
    expect(unpacked[encoding](packed.rawPayload).toString()).toBe(plain.body);
    expect(packed.rawPayload.length).toBeLessThan(plain.rawPayload.length / 2);
  },
);

test('what is short is sent as it is, and so is everything behind the gateway', async () => {
  const headers = { 'accept-encoding': 'br, gzip' };
  const short = await anApi().app.inject({ url: '/v1/health', headers });
  expect(short.headers['content-encoding']).toBeUndefined();
  const { app } = anApi({ compression: behindGateway.compression });
  const long = await app.inject({ url: '/v1/openapi.json', headers });
  expect(long.headers['content-encoding']).toBeUndefined();
});

test('an encoding that nobody knows is no fault of ours', async () => {
  const headers = { 'accept-encoding': 'identity;q=0, x;q=1' };
  const { statusCode } = await anApi().app.inject({ url: '/v1/openapi.json', headers });
  expect(statusCode).toBeLessThan(500);
});

test('a body that is sent compressed is refused, and not unpacked', async () => {
  const response = await anApi().call({
    method: 'POST',
    url: '/v1/videos',
    headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' },
    payload: Buffer.from('1f8b0800000000000003abae050043bfa6a302000000', 'hex'),
  });
  expect(response.json()).toMatchObject({ status: 415, code: 'unsupported_content_encoding' });
});
