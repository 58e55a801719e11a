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

/**
 * The revisions that an `If-Match` header names; undefined = any will do. Strong comparison, RFC 9110,
 * section 13.1.1: a weak tag names none, nor does one that is not ours.
 */
export function revisionsOf(header: string | undefined): readonly number[] | undefined {
  if (header === undefined || header === '*') return undefined;
  return Array.from(header.matchAll(/(W\/)?"([^"]*)"/g))
    .filter(([, weak, tag = '']) => weak === undefined && /^\d{1,15}$/.test(tag))
    .map(([, , tag]) => Number(tag));
}
