/*
 * Which uploads broke off on this machine, so that choosing the same file again continues instead of
 * starting over, even after the browser was closed.
 */

const STORAGE_KEY = 'streamtech.unfinished-uploads';
/** Older ones were forgotten by their owners too; the API drops them after days. */
const MAX_KEPT = 20;

export function unfinishedUpload(file: File): string | null {
  return new Map(read()).get(fingerprint(file)) ?? null;
}

export function rememberUpload(file: File, videoId: string): void {
  forgetUpload(file);
  write([...read(), [fingerprint(file), videoId] as const].slice(-MAX_KEPT));
}

export function forgetUpload(file: File): void {
  write(read().filter(([known]) => known !== fingerprint(file)));
}

type Entry = readonly [fingerprint: string, videoId: string];

/** As much as a browser tells of a file without reading all of it. */
function fingerprint(file: File): string {
  return [file.name, file.size, file.lastModified].join('|');
}

function read(): readonly Entry[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(STORAGE_KEY) ?? '[]');
    return Array.isArray(stored) ? (stored as Entry[]) : [];
  } catch {
    return []; // not ours; the next write replaces it
  }
}

function write(entries: readonly Entry[]): void {
  localStorage.setItem(STORAGE_KEY, JSON.stringify(entries));
}
