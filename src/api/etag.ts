/** The ETag of a revision. Strong: one revision is one text. */
export function etagOf(revision: number): string {
  return `"${revision}"`;
}

/** Whether `If-None-Match` names this ETag: weak comparison, RFC 9110, section 13.1.2. */
export function noneMatchNames(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false;
  if (header === etag || header.trim() === '*') return true;
  return Array.from(header.matchAll(/"[^"]*"/g)).some(([tag]) => tag === etag);
}

/** The revision that an `If-Match` header names. */
export function revisionOf(etag: string): number {
  return Number(etag.slice(1, -1));
}
