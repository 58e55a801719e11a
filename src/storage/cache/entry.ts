import type { VideoDocument } from '../catalogue/types';

/** What the cache holds under a key. */
export type Entry =
  | { readonly kind: 'document'; readonly document: VideoDocument }
  /** The video is known not to exist. */
  | { readonly kind: 'absent' }
  /** Somebody is loading the video and may replace this very entry by what was loaded. */
  | { readonly kind: 'lease' }
  | { readonly kind: 'nothing' };

/*
 * One letter, then the rest. The document stays the finished JSON text that goes on the wire: it is
 * neither parsed nor escaped on its way through the cache.
 */
const ABSENT = 'A';
const LEASE = 'L';
const DOCUMENT = 'D';

export function encodeLease(token: string): string {
  return LEASE + token;
}

export function encodeDocument(document: VideoDocument | null): string {
  return document === null ? ABSENT : `${DOCUMENT}${document.revision}\n${document.json}`;
}

/** `text`: what is under the video's key; null = nothing. */
export function decodeEntry(id: string, text: string | null): Entry {
  if (text === null) return { kind: 'nothing' };
  if (text.startsWith(LEASE)) return { kind: 'lease' };
  if (text === ABSENT) return { kind: 'absent' };
  const end = text.indexOf('\n');
  const revision = Number(text.slice(DOCUMENT.length, end));
  return { kind: 'document', document: { id, revision, json: text.slice(end + 1) } };
}
