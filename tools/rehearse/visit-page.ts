import path from 'node:path';
import type { Page } from 'playwright-core';
import { launchChromium } from '../chromium';

export interface Visit {
  /** With a slash at its end. */
  readonly pageUrl: string;
  /** Of a client that may write. */
  readonly key: string;
  /** A video that passes. */
  readonly file: string;
  /** Hosts that the page may ask, its own among them. */
  readonly origins: readonly string[];
}

/** A browser on a busy machine. */
const STEP_MS = 30_000;
/** From the last byte of a small clip to the final status. */
const READY_MS = 120_000;

/**
 * What a person does with the deployed page, in a real browser: signs in, uploads a video, waits until it is
 * ready, opens it, looks into the page of the API. Returns what was seen.
 * @throws when a step takes too long, the browser complains, or another host is asked
 */
export async function visitPage({ pageUrl, key, file, origins }: Visit): Promise<string> {
  const browser = await launchChromium();
  try {
    // the authority of the rehearsal's certificate is not one of the browser's
    const context = await browser.newContext({ locale: 'en-US', ignoreHTTPSErrors: true });
    const page = await context.newPage();
    page.setDefaultTimeout(STEP_MS);
    const complaints = complaintsOf(page, origins);

    await page.goto(pageUrl);
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    // people sign in at pages that the emulator does not have
    const withKey = page.getByText('Use an API key');
    if ((await withKey.count()) > 0) await withKey.click();
    await page.getByLabel('API key').fill(key);
    await page.keyboard.press('Enter');
    await page.locator('input[type=file]').setInputFiles(file);
    const uploads = page.getByRole('region', { name: 'Uploads' });
    await uploads.getByText('1 of 1 done').waitFor({ timeout: READY_MS });
    await uploads.getByText('Ready').waitFor();
    await uploads.getByRole('link', { name: path.basename(file) }).click();
    await page.getByRole('heading', { level: 1, name: path.parse(file).name }).waitFor();

    await page.goto(new URL('docs', pageUrl).href);
    await page.getByText('/v1/videos/{id}', { exact: true }).first().waitFor();

    if (complaints.length > 0) {
      throw new Error(`the browser complained: ${complaints.join('; ')}`);
    }
    return 'signed in, uploaded, saw it ready, read the page of the API';
  } finally {
    await browser.close();
  }
}

/** Filled while the page is open. */
function complaintsOf(page: Page, origins: readonly string[]): string[] {
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('request', (request) => {
    const url = request.url();
    const isKnown = /^(blob|data):/.test(url) || origins.includes(new URL(url).origin);
    if (!isKnown) complaints.push(`request to ${url}`);
  });
  return complaints;
}
