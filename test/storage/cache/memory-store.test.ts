import { MemoryStore, MemoryVideoCache } from '../../../src/storage/cache/memory-store';
import {
  ABSENT_TTL_MS,
  DOCUMENT_TTL_MS,
  LEASE_TTL_MS,
  StoreVideoCache,
} from '../../../src/storage/cache/store-video-cache';
import { deferred } from '../../support/deferred';
import { movingClock } from '../../support/fakes/moving-clock';
import { aDocument, failingLoad, loads, videoCacheContract } from './video-cache-contract';

videoCacheContract('in the process', (clock) => {
  const store = new MemoryStore(clock);
  return {
    cache: new StoreVideoCache(store, { clock }),
    other: new StoreVideoCache(store, { clock }),
  };
});

describe('MemoryVideoCache', () => {
  it('a document is forgotten after its time to live', async () => {
    const { cache, clock } = aCache({ random: () => 0 });
    const document = aDocument();
    await cache.read(document.id, loads(document));

    clock.advance(DOCUMENT_TTL_MS);
    expect((await cache.read(document.id, failingLoad)).source).toBe('HIT');
    clock.advance(1);
    expect((await cache.read(document.id, loads(document))).source).toBe('MISS');
  });

  it('jitter takes up to a tenth off the time to live', async () => {
    const { cache, clock } = aCache({ random: () => 1 - Number.EPSILON });
    const document = aDocument();
    await cache.read(document.id, loads(document));

    clock.advance(0.9 * DOCUMENT_TTL_MS + 1);
    expect((await cache.read(document.id, loads(document))).source).toBe('MISS');
  });

  it('that a video does not exist is forgotten sooner', async () => {
    const { cache, clock } = aCache();
    await cache.read('x', loads(null));

    clock.advance(ABSENT_TTL_MS + 1);
    expect((await cache.read('x', loads(null))).source).toBe('MISS');
  });

  it.each([
    ['a document', aDocument()],
    ['that there is none', null],
  ])('%s is kept no longer than the cache may', async (_what, document) => {
    const { cache, clock } = aCache({ maxTtlMs: 1000, random: () => 0 });
    await cache.read('x', loads(document));

    clock.advance(1000);
    expect((await cache.read('x', failingLoad)).source).toBe('HIT');
    clock.advance(1);
    expect((await cache.read('x', loads(document))).source).toBe('MISS');
  });

  it('what took longer to load than its lease lasts is not stored', async () => {
    const { cache, clock } = aCache();
    const document = aDocument();
    const slow = deferred<typeof document>();
    const read = cache.read(document.id, () => {
      clock.advance(LEASE_TTL_MS + 1);
      return slow.promise;
    });
    slow.resolve(document);
    await read;

    expect((await cache.read(document.id, loads(document))).source).toBe('MISS');
  });

  it('the least recently read document makes room', async () => {
    const { cache } = aCache({ limits: { maxEntries: 2, maxBytes: 1e6 } });
    const [a, b, c] = [aDocument(), aDocument(), aDocument()];
    for (const document of [a, b, a, c]) await cache.read(document.id, loads(document));

    expect((await cache.read(b.id, loads(b))).source).toBe('MISS');
    expect((await cache.read(c.id, failingLoad)).source).toBe('HIT');
  });

  it('memory is bounded by bytes', async () => {
    const { cache } = aCache({ limits: { maxEntries: 100, maxBytes: 5000 } });
    const [a, b] = [aDocument({ json: 'a'.repeat(1500) }), aDocument({ json: 'b'.repeat(1500) })];
    for (const document of [a, b]) await cache.read(document.id, loads(document));

    expect((await cache.read(a.id, loads(a))).source).toBe('MISS');
  });

  it('a ranking keeps its best members', async () => {
    const store = new MemoryStore(movingClock());
    const limits = { ttlMs: 1000, maxMembers: 2 };
    await store.addScores('r', new Map([['a', 1], ['b', 3], ['c', 2]]), limits); // prettier-ignore

    expect(await store.topScores([{ name: 'r', weight: 2 }], 10)).toEqual([
      { member: 'b', score: 6 },
      { member: 'c', score: 4 },
    ]);
  });
});

function aCache(options: ConstructorParameters<typeof MemoryVideoCache>[0] = {}) {
  const clock = movingClock();
  return { clock, cache: new MemoryVideoCache({ clock, ...options }) };
}
