interface Entry {
  readonly etag: string;
  readonly body: unknown;
}

/** Enough for a list, the popular videos and the videos just looked at. */
const MAX_ENTRIES = 20;

/** The last answers by address, so that a 304 can be turned back into what it stands for. */
export class EtagMemory {
  private readonly entries = new Map<string, Entry>();

  get(url: string): Entry | undefined {
    return this.entries.get(url);
  }

  set(url: string, entry: Entry): void {
    this.entries.delete(url);
    this.entries.set(url, entry);
    const oldest = this.entries.keys().next();
    if (this.entries.size > MAX_ENTRIES && !oldest.done) this.entries.delete(oldest.value);
  }

  /** What one key may see is not the next key's business. */
  clear(): void {
    this.entries.clear();
  }
}
