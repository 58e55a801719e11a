import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import type { Video } from '../../../src/domain/video';
import { buildPage } from '../../../lib/constructs/build-page';
import { launchChromium } from '../../../tools/chromium';
import { describeWithChromium } from './describe-with-chromium';
import { keys, type PageApi, startPageApi } from './page-api';
import { sampleVideos } from '../factories/page-samples';

/** Two workers share the machine with a browser each; a test itself takes a second or two. */
const TIMEOUT_MS = 60_000;
const STEP_TIMEOUT_MS = 15_000;

/** What one test has: an API of its own, filled, and a browser to open the page in. */
export interface Stage {
  readonly api: PageApi;
  readonly video: (fileName: string) => Video;
  /** Opens the page signed in, in English unless told otherwise. */
  readonly open: (path?: string, options?: OpenOptions) => Promise<Page>;
  /** Errors in the console fail the test, but for those that this names. */
  readonly expectInConsole: (message: RegExp) => void;
}

export interface OpenOptions extends BrowserContextOptions {
  /** null = not signed in. @default the key that may write */
  readonly key?: string | null;
}

/**
 * Browser tests of the built page. After each one: no error in the console, no uncaught exception, and
 * no request to any other host.
 */
export function describePage(name: string, define: (stage: Stage) => void): void {
  describeWithChromium(name, () => {
    jest.setTimeout(TIMEOUT_MS);
    let folder: string;
    let browser: Browser;
    let api: PageApi;
    let complaints: string[];
    let expected: RegExp[];

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'page-'));
      buildPage(folder, 'external');
      browser = await launchChromium();
    });
    afterAll(async () => {
      await browser.close();
      await rm(folder, { recursive: true, force: true });
    });
    beforeEach(async () => {
      api = await startPageApi(folder, sampleVideos());
      complaints = [];
      expected = [];
    });
    afterEach(async () => {
      await Promise.all(browser.contexts().map((context) => context.close()));
      await api.close();
      expect(complaints.filter((text) => !expected.some((known) => known.test(text)))).toEqual([]);
    });

    define({
      get api() {
        return api;
      },
      video(fileName) {
        const videos = [...api.catalogue.videos.values()];
        const found = videos.find((video) => video.fileName.startsWith(fileName));
        if (!found) throw new Error(`no sample video '${fileName}'`);
        return found;
      },
      async open(path = '', { key = keys.write, ...options }: OpenOptions = {}) {
        const context = await browser.newContext({ locale: 'en-US', ...options });
        const page = await context.newPage();
        page.setDefaultTimeout(STEP_TIMEOUT_MS);
        watch(page, [api.origin, api.bucket.origin], complaints);
        await page.goto(`${api.origin}/${path}${key === null ? '' : `#key=${key}`}`);
        return page;
      },
      expectInConsole: (message) => void expected.push(message),
    });
  });
}

function watch(page: Page, ours: readonly string[], complaints: string[]): void {
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('request', (request) => {
    const url = request.url();
    const isOurs = url.startsWith('blob:') || ours.some((origin) => url.startsWith(`${origin}/`));
    if (!isOurs) complaints.push(`request to ${url}`);
  });
}

/** Nothing that the page asks for arrives any more. The function that is returned ends that. */
export async function unplug(page: Page): Promise<() => Promise<void>> {
  const everything = '**/*';
  await page.route(everything, (route) => route.abort('connectionrefused'));
  return () => page.unroute(everything);
}
