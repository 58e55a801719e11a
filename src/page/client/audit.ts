import type { AuditEntry, AuditPage } from './contract';
import { call } from './http';

/** The most that the API gives at once. */
const MAX_LIMIT = 1000;

/**
 * Oldest first, at most so many; `more` where there are others after them.
 * @param query filters as the API has them
 */
export async function auditEntries(
  query: URLSearchParams,
  most: number,
  signal?: AbortSignal,
): Promise<{ readonly items: readonly AuditEntry[]; readonly more: boolean }> {
  const items: AuditEntry[] = [];
  let cursor: string | null = null;
  do {
    const asked = new URLSearchParams(query);
    asked.set('limit', String(Math.min(MAX_LIMIT, most - items.length)));
    if (cursor !== null) asked.set('cursor', cursor);
    const page: AuditPage = await call('audit', { query: asked, ...(signal && { signal }) });
    items.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== null && items.length < most);
  return { items, more: cursor !== null };
}
