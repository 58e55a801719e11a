import { setTimeout as delay } from 'node:timers/promises';
import type { Page } from 'playwright-core';

const PAUSE_MS = 50;
const TIMEOUT_MS = 15_000;

/**
 * Waits until an expression is true in the page. Playwright's waitForFunction would evaluate it with
 * `eval`, which the page's content security policy refuses.
 * @throws when it is not true in time
 */
export async function eventually(page: Page, expression: string): Promise<void> {
  const end = Date.now() + TIMEOUT_MS;
  while (!(await page.evaluate<boolean>(`Boolean(${expression})`))) {
    if (Date.now() > end) throw new Error(`'${expression}' did not become true`);
    await delay(PAUSE_MS);
  }
}
