import { randomUUID } from 'node:crypto';
import { RANKING_MAX_AGE_MS } from '../../../src/storage/cache/popularity';
import type { VideoCache } from '../../../src/storage/cache/video-cache';
import { deferred } from '../../support/deferred';
import { movingClock, type MovingClock } from '../../support/fakes/moving-clock';
import type { VideoDocument } from '../../../src/storage/catalogue/types';

/** Two caches that share a store, as two processes do. */
export interface CacheSubject {
  readonly cache: VideoCache;
  readonly other: VideoCache;
}

const HOUR_MS = 3_600_000;

/** What every {@link VideoCache} must do. The clock given to `makeSubject` drives popularity only. */
export function videoCacheContract(
  name: string,
  makeSubject: (clock: MovingClock) => CacheSubject | Promise<CacheSubject>,
): void {
  describe(`a video cache ${name}`, () => {
    let cache: VideoCache;
    let other: VideoCache;
    let clock: MovingClock;

    beforeEach(async () => {
      clock = movingClock();
      ({ cache, other } = await makeSubject(clock));
    });

    afterEach(async () => {
      await cache.close();
      await other.close();
    });

    it('a video is loaded once, then found by every process', async () => {
      const document = aDocument({ json: '{"title":"東京 🗼 \\n"}\n' });
      const load = jest.fn(() => Promise.resolve(document));

      expect(await cache.read(document.id, load)).toEqual({ document, source: 'MISS' });
      expect(await cache.read(document.id, load)).toEqual({ document, source: 'HIT' });
      expect(await other.read(document.id, load)).toEqual({ document, source: 'HIT' });
      expect(load).toHaveBeenCalledTimes(1);
    });

    it('that a video does not exist is remembered', async () => {
      const load = jest.fn(() => Promise.resolve(null));
      const id = randomUUID();

      expect(await cache.read(id, load)).toEqual({ document: null, source: 'MISS' });
      expect(await other.read(id, load)).toEqual({ document: null, source: 'HIT' });
      expect(load).toHaveBeenCalledTimes(1);
    });

    it('an invalidated video is loaded anew by every process', async () => {
      const old = aDocument();
      const changed = { ...old, revision: 2 };
      await cache.read(old.id, loads(old));

      await other.invalidate(old.id);

      expect(await cache.read(old.id, loads(changed))).toEqual({
        document: changed,
        source: 'MISS',
      });
      expect(await other.read(old.id, failingLoad)).toEqual({ document: changed, source: 'HIT' });
    });

    it('many who ask at once wait for one load', async () => {
      const document = aDocument();
      const answer = deferred<VideoDocument>();
      const load = jest.fn(() => answer.promise);

      const reads = Array.from({ length: 20 }, () => cache.read(document.id, load));
      answer.resolve(document);

      expect((await Promise.all(reads)).every((read) => read.document === document)).toBe(true);
      expect(load).toHaveBeenCalledTimes(1);
    });

    it('a load that began before an invalidation does not store what it found', async () => {
      const old = aDocument();
      const changed = { ...old, revision: 2 };
      const { slow, read } = await startLoad(cache, old.id);

      await cache.invalidate(old.id);
      slow.resolve(old);
      await read;

      expect((await cache.read(old.id, loads(changed))).document).toEqual(changed);
    });

    it('nor when another process invalidated', async () => {
      const old = aDocument();
      const changed = { ...old, revision: 2 };
      const { slow, read } = await startLoad(cache, old.id);

      await other.invalidate(old.id);
      slow.resolve(old);
      await read;

      expect((await cache.read(old.id, loads(changed))).document).toEqual(changed);
    });

    it('nor over what a later load has stored', async () => {
      const old = aDocument();
      const changed = { ...old, revision: 2 };
      const { slow, read } = await startLoad(cache, old.id);

      await other.invalidate(old.id);
      await other.read(old.id, loads(changed));
      slow.resolve(old);
      await read;

      expect(await cache.read(old.id, failingLoad)).toEqual({ document: changed, source: 'HIT' });
    });

    it('who asks after an invalidation does not wait for a load of before it', async () => {
      const old = aDocument();
      const changed = { ...old, revision: 2 };
      const { slow, read } = await startLoad(cache, old.id);

      await cache.invalidate(old.id);
      expect((await cache.read(old.id, loads(changed))).document).toEqual(changed);

      slow.resolve(old);
      expect((await read).document).toEqual(old);
    });

    it('while one process loads, another answers from its own load', async () => {
      const document = aDocument();
      const { slow, read } = await startLoad(cache, document.id);

      expect(await other.read(document.id, loads(document))).toEqual({ document, source: 'MISS' });

      slow.resolve(document);
      await read;
      expect((await other.read(document.id, failingLoad)).source).toBe('HIT');
    });

    it('a failed load fails all who wait for it and is not remembered', async () => {
      const document = aDocument();
      const load = () => Promise.reject(new Error('database gone'));

      const reads = [cache.read(document.id, load), cache.read(document.id, load)];
      for (const read of reads) await expect(read).rejects.toThrow('database gone');

      expect((await cache.read(document.id, loads(document))).document).toEqual(document);
    });

    it('popular videos come best first, up to the limit', async () => {
      const [first, second, third] = [randomUUID(), randomUUID(), randomUUID()] as const;
      view(cache, first, 5);
      view(cache, second, 3);
      view(cache, third, 1);

      expect((await cache.popular(2)).map(({ id }) => id)).toEqual([first, second]);
    });

    it('views of all processes add up', async () => {
      const id = randomUUID();
      view(cache, id, 2);
      view(other, id, 3);
      await other.popular(1);
      clock.advance(RANKING_MAX_AGE_MS); // until then both have the first one's sum

      expect(await cache.popular(1)).toEqual([{ id, score: expect.closeTo(5) as number }]);
    });

    it('a view weighs half after every 6 hours', async () => {
      const id = randomUUID();
      view(cache, id, 8);
      await cache.popular(1);
      clock.advance(6 * HOUR_MS);
      view(cache, id, 1);
      await cache.popular(1);
      clock.advance(12 * HOUR_MS);

      expect(await cache.popular(1)).toEqual([
        { id, score: expect.closeTo(8 / 8 + 1 / 4) as number },
      ]);
    });

    it('one view now outweighs three of yesterday', async () => {
      const [yesterday, now] = [randomUUID(), randomUUID()];
      view(cache, yesterday, 3);
      await cache.popular(1);
      clock.advance(24 * HOUR_MS);
      view(cache, now, 1);

      expect((await cache.popular(2)).map(({ id }) => id)).toEqual([now, yesterday]);
    });

    it('views of a week ago are forgotten', async () => {
      view(cache, randomUUID(), 1000);
      await cache.popular(1);
      clock.advance(7 * 24 * HOUR_MS);

      expect(await cache.popular(10)).toEqual([]);
    });

    it('a store that answers is up', async () => {
      await cache.read(randomUUID(), () => Promise.resolve(null));
      expect(cache.state()).toBe('up');
    });
  });
}

export function aDocument(overrides: Partial<VideoDocument> = {}): VideoDocument {
  return { id: randomUUID(), revision: 1, json: '{"title":"a video"}', ...overrides };
}

export function loads(document: VideoDocument | null): () => Promise<VideoDocument | null> {
  return () => Promise.resolve(document);
}

export function failingLoad(): Promise<never> {
  return Promise.reject(new Error('nothing should have been loaded'));
}

/** A read whose load has begun and ends when the test says so. */
export async function startLoad(cache: VideoCache, id: string) {
  const slow = deferred<VideoDocument>();
  const begun = deferred<undefined>();
  const read = cache.read(id, () => {
    begun.resolve(undefined);
    return slow.promise;
  });
  await begun.promise;
  return { slow, read };
}

function view(cache: VideoCache, id: string, times: number): void {
  for (let i = 0; i < times; i += 1) cache.countView(id);
}
