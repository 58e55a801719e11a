import type { Page } from 'playwright-core';
import { until } from './until';

const TIMEOUT_MS = 15_000;

/**
 * Waits until an expression is true in the page. Playwright's waitForFunction would evaluate it with
 * `eval`, which the page's content security policy refuses.
 * @throws when it is not true in time
 */
export async function eventually(page: Page, expression: string): Promise<void> {
  await until(
    () => page.evaluate<boolean>(`Boolean(${expression})`),
    TIMEOUT_MS,
    `'${expression}'`,
  );
}
