import { randomUUID } from 'node:crypto';
import { ApiClient } from '../support/drivers/api-client';
import { apiUrl, integrationKeys } from './deployment';

/* Who may do what. */

/** What an answer says, in short. */
async function said(answer: Response) {
  const { code } = (await answer.json()) as { code: string };
  return { status: answer.status, code };
}

describe('access', () => {
  const path = `/v1/videos/${randomUUID()}`;

  test('health tells that the stores answer, and needs no key', async () => {
    const answer = await new ApiClient(apiUrl, '').request('GET', '/v1/health');
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({ status: 'ok', database: 'up', cache: 'up' });
  });

  test('without a key nothing is told', async () => {
    expect(await said(await fetch(`${apiUrl}/v1/videos`))).toEqual({
      status: 401,
      code: 'unauthenticated',
    });
  });

  test('an unknown key is refused', async () => {
    const { status } = await new ApiClient(apiUrl, `st_${randomUUID()}`).request('GET', path);
    expect([401, 403]).toContain(status);
  });

  test('a key for reading reads, and changes nothing', async () => {
    const reader = new ApiClient(apiUrl, (await integrationKeys()).readKey);
    expect(await said(await reader.request('GET', path))).toMatchObject({ status: 404 });
    expect(await said(await reader.request('DELETE', path))).toEqual({
      status: 403,
      code: 'scope_missing',
    });
  });

  test('what breaks a rule is answered with the rule', async () => {
    const reader = new ApiClient(apiUrl, (await integrationKeys()).readKey);
    const answer = await reader.request('GET', '/v1/videos?limit=0');
    expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(await said(answer)).toMatchObject({ status: 400, code: 'invalid_request' });
  });

  // a platform on this machine has no TLS
  test('plain HTTP is refused', async () => {
    if (!apiUrl.startsWith('https:')) return; // a platform on this machine has no TLS
    const plain = fetch(`${apiUrl.replace('https:', 'http:')}/v1/health`).then(({ ok }) => ok);
    await expect(plain.catch(() => false)).resolves.toBe(false);
  });
});
