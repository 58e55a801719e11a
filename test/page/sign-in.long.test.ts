import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { buildPage } from '../../lib/constructs/build-page';
import { authenticateWith } from '../../src/api/api-keys';
import { IdTokens } from '../../src/api/id-tokens';
import { launchChromium } from '../../tools/chromium';
import { freePort } from '../../tools/free-port';
import { type SignInProvider, startSignInProvider } from '../../tools/platform/sign-in-provider';
import { sampleVideos } from '../support/factories/page-samples';
import { describeWithChromium } from '../support/servers/describe-with-chromium';
import { apiKeys, keys, type PageApi, startPageApi } from '../support/servers/page-api';
import { until } from '../support/until';

/* The page, the API and a real provider of OpenID Connect on this machine. */

const STEP_TIMEOUT_MS = 20_000;
const EDITOR = '佐藤 陽子';
const APPROVER = '高橋 健';
const VIEWER = '鈴木 一郎';

jest.setTimeout(120_000);

describeWithChromium('signing in as a person', () => {
  let folder: string;
  let browser: Browser;
  let provider: SignInProvider;
  let api: PageApi;
  let context: BrowserContext;
  let requests: { readonly url: string; readonly authorization: string | undefined }[];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'page-'));
    buildPage(folder, 'none');
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser.close();
    await rm(folder, { recursive: true, force: true });
  });
  beforeEach(() => start());
  afterEach(async () => {
    await context.close();
    await Promise.all([api.close(), provider.close()]);
  });

  async function start(tokenSeconds?: number): Promise<void> {
    const port = await freePort();
    const pageUrl = `http://127.0.0.1:${port}/`;
    provider = await startSignInProvider({ pageUrl, ...(tokenSeconds && { tokenSeconds }) });
    const authenticate = authenticateWith(apiKeys, new IdTokens(provider, provider.jwks));
    const changes = { authenticate, signIn: provider };
    api = await startPageApi(folder, sampleVideos(), { changes, port });
    context = await browser.newContext({ locale: 'en-US' });
    context.setDefaultTimeout(STEP_TIMEOUT_MS);
    requests = [];
    context.on('request', (request) => {
      const { authorization } = request.headers();
      requests.push({ url: request.url(), authorization });
    });
  }

  async function open(path = ''): Promise<Page> {
    const page = await context.newPage();
    await page.goto(`${api.origin}/${path}`);
    return page;
  }

  async function signIn(name: string, path = ''): Promise<Page> {
    const page = await open(path);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByRole('button', { name }).click();
    await page.getByText(name, { exact: true }).waitFor();
    return page;
  }
  const form = (page: Page) => page.getByRole('heading', { name: 'Sign in' }).waitFor();
  const stored = (page: Page) =>
    page.evaluate<string>('JSON.stringify([{ ...localStorage }, { ...sessionStorage }])');

  it('takes one click, and comes back to where one was', async () => {
    const page = await signIn(EDITOR, '?status=ready');
    await page.getByRole('table').waitFor();

    expect(page.url()).toBe(`${api.origin}/?status=ready`);
    expect(requests.filter(({ url }) => url.includes('/v1/')).at(-1)?.authorization).toMatch(
      /^Bearer [\w-]+\.[\w-]+\.[\w-]+$/,
    );
  });

  it('leaves no token in an address, in the history or in what the browser keeps', async () => {
    const page = await signIn(EDITOR);
    await page.getByRole('table').waitFor();
    const token = requests.at(-1)?.authorization?.slice('Bearer '.length) ?? '';

    expect(token).not.toBe('');
    expect(await stored(page)).not.toMatch(/eyJ|verifier|refresh/);
    expect(requests.every(({ url }) => !url.includes(token))).toBe(true);
    await page.goBack().catch(() => undefined);
    expect(page.url()).not.toContain('code=');
  });

  it('stays over a reload, without a click', async () => {
    const page = await signIn(EDITOR, '?status=ready');
    await page.reload();
    await page.getByText(EDITOR, { exact: true }).waitFor();
    await page.getByRole('table').waitFor();

    expect(page.url()).toBe(`${api.origin}/?status=ready`);
  });

  it('is shared by all tabs, without the provider', async () => {
    await signIn(EDITOR);
    const before = requests.length;
    const other = await open();
    await other.getByText(EDITOR, { exact: true }).waitFor();

    const since = requests.slice(before).map(({ url }) => url);
    expect(since.filter((url) => url.startsWith(provider.issuer))).toEqual([]);
  });

  it('ends in every tab and at the provider, and the refresh token with it', async () => {
    const page = await signIn(EDITOR);
    const other = await open();
    await other.getByText(EDITOR, { exact: true }).waitFor();
    let refreshToken = '';
    context.on('request', (request) => {
      if (!request.url().endsWith('/revocation')) return;
      refreshToken = new URLSearchParams(request.postData() ?? '').get('token') ?? '';
    });

    await page.getByRole('button', { name: 'Sign out' }).click();
    await form(page);
    await form(other);
    await other.reload();
    await form(other);
    // the provider asks again
    await other.getByRole('button', { name: 'Sign in', exact: true }).click();
    await other.getByRole('button', { name: APPROVER }).waitFor();

    expect(refreshToken).not.toBe('');
    const refreshed = await token({ grant_type: 'refresh_token', refresh_token: refreshToken });
    expect([refreshed.status, await refreshed.json()]).toMatchObject([
      400,
      { error: 'invalid_grant' },
    ]);
  });

  it('takes a code once', async () => {
    let body = '';
    context.on('request', (request) => {
      if (request.method() === 'POST' && request.url().endsWith('/token')) {
        body = request.postData() ?? '';
      }
    });
    await signIn(EDITOR);

    expect(body).toContain('code_verifier=');
    const again = await token(Object.fromEntries(new URLSearchParams(body)));
    expect([again.status, await again.json()]).toMatchObject([400, { error: 'invalid_grant' }]);
  });

  it('takes no code that this tab did not ask for', async () => {
    const page = await open('?code=stolen&state=made-up&iss=x&video=1');
    await form(page);

    expect(page.url()).toBe(`${api.origin}/`);
    expect(requests.filter(({ url }) => url.startsWith(provider.issuer))).toEqual([]);
  });

  it.each(['//evil.example/', 'https://evil.example/?a', '/\\evil.example', 'javascript:alert(1)'])(
    'comes back to this page, whatever the way back is said to be: %s',
    async (search) => {
      // as if something had changed it while one was at the provider
      await context.addInitScript(`{
        const name = 'streamtech.sign-in-request';
        const kept = JSON.parse(sessionStorage.getItem(name));
        if (kept) sessionStorage.setItem(name, JSON.stringify({ ...kept, search: ${JSON.stringify(search)} }));
      }`);
      const page = await signIn(EDITOR);

      expect(new URL(page.url()).origin).toBe(api.origin);
      expect(new URL(page.url()).pathname).toBe('/');
    },
  );

  it('shows who may only view what they may not do, and why', async () => {
    const page = await signIn(VIEWER, `?video=${videoId()}`);
    await page.getByText('You can only view.').first().waitFor();

    for (const name of ['Process again', 'Delete', 'Edit title']) {
      expect(await page.getByRole('button', { name }).isDisabled()).toBe(true);
    }
  });

  it('takes a key all the same', async () => {
    const page = await open();
    await page.getByText('Use an API key').click();
    await page.getByLabel('API key').fill(keys.write);
    await page.keyboard.press('Enter');
    await page.getByText('operator', { exact: true }).waitFor();
    await page.getByRole('table').waitFor();

    expect(await page.getByText('operator', { exact: true }).count()).toBe(1);
  });

  const videoId = () => [...api.catalogue.videos.keys()][0] ?? '';
  const token = (body: Record<string, string>) =>
    fetch(`${provider.issuer}/token`, {
      method: 'POST',
      body: new URLSearchParams({ client_id: provider.clientId, ...body }),
    });

  it('is renewed before a token ends, once for all tabs', async () => {
    await context.close();
    await Promise.all([api.close(), provider.close()]);
    await start(5);
    const page = await signIn(EDITOR);
    const other = await open();
    await other.getByText(EDITOR, { exact: true }).waitFor();
    const renewals = () => requests.filter(({ url }) => url.endsWith('/token')).length - 1;
    const answers: number[] = [];
    context.on('response', (response) => {
      if (response.url().includes('/v1/')) answers.push(response.status());
    });
    const until2 = async () => {
      await page.getByRole('link', { name: 'StreamTech' }).click();
      await other.getByRole('link', { name: 'StreamTech' }).click();
      return renewals() >= 2;
    };
    await until(until2, 30_000);

    expect(answers.filter((status) => status >= 400)).toEqual([]);
    expect(await page.getByText(EDITOR, { exact: true }).count()).toBe(1);
    expect(await other.getByText(EDITOR, { exact: true }).count()).toBe(1);
  });
});
