/* eslint-disable @typescript-eslint/require-await -- async turns what a method throws into a rejection, as in a real store */
import type { ApiDependencies } from '../../../src/api/dependencies';
import type { CachedRead, VideoCache } from '../../../src/storage/cache/video-cache';
import type { VideoDocument } from '../../../src/storage/catalogue/types';

/** A cache that never forgets by itself: what should have been invalidated stays, and shows. */
export class CacheFake {
  readonly documents = new Map<string, VideoDocument | null>();
  readonly views = new Map<string, number>();
  up = true;

  async read(id: string, load: () => Promise<VideoDocument | null>): Promise<CachedRead> {
    if (!this.up) return { document: await load(), source: 'BYPASS' };
    const cached = this.documents.get(id);
    if (cached !== undefined) return { document: cached, source: 'HIT' };
    const document = await load();
    this.documents.set(id, document);
    return { document, source: 'MISS' };
  }

  async invalidate(id: string): Promise<void> {
    this.documents.delete(id);
  }

  countView(id: string): void {
    this.views.set(id, (this.views.get(id) ?? 0) + 1);
  }

  async popular(limit: number) {
    return [...this.views]
      .map(([id, score]) => ({ id, score }))
      .sort((a, b) => b.score - a.score)
      .slice(0, limit);
  }

  state() {
    return this.up ? ('up' as const) : ('down' as const);
  }
}

// a fake that no longer fits what is asked for is a type error here
new CacheFake() satisfies ApiDependencies['cache'] & Pick<VideoCache, 'read' | 'invalidate'>;
/* eslint-enable @typescript-eslint/require-await -- ends what the first line began */
