import { hash } from 'node:crypto';
import type { AnyAnswer } from './handler';

/**
 * The answer with an ETag: its own, or one made of its text. Without the text for who has it already. What
 * must not be kept is left as it is.
 */
export function conditional(answer: AnyAnswer, ifNoneMatch: string | undefined): AnyAnswer {
  const { status, headers, body } = answer;
  if (status !== 200 || body === null || headers?.['cache-control'] === 'no-store') return answer;
  const etag = headers?.['etag'] ?? etagOfText(body);
  const tagged = { ...headers, etag };
  if (!noneMatchNames(ifNoneMatch, etag)) return { status, headers: tagged, body };
  return { status: 304, headers: tagged, body: null };
}

/** 64 bits of a hash: a client compares with what it had from the same address, not with all there is. */
function etagOfText(text: string): string {
  return `"${hash('sha256', text, 'hex').slice(0, 16)}"`;
}

/** The ETag of a revision. Strong: one revision is one text. */
export function etagOf(revision: number): string {
  return `"${revision}"`;
}

/** Whether `If-None-Match` names this ETag: weak comparison, RFC 9110, section 13.1.2. */
function noneMatchNames(header: string | undefined, etag: string): boolean {
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
    .filter(([, weak, tag = '']) => weak === undefined && /^[1-9]\d{0,14}$/.test(tag))
    .map(([, , tag]) => Number(tag));
}
