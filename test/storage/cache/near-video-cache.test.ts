import { MemoryStore, MemoryVideoCache } from '../../../src/storage/cache/memory-store';
import { DEFAULT_NEAR_TTL_MS, NearVideoCache } from '../../../src/storage/cache/near-video-cache';
import { StoreVideoCache } from '../../../src/storage/cache/store-video-cache';
import { movingClock } from '../../support/fakes/moving-clock';
import {
  aDocument,
  failingLoad,
  loads,
  startLoad,
  videoCacheContract,
} from './video-cache-contract';

// where the near tier forgets at once, it must be as good as none
videoCacheContract('behind a near tier', (clock) => {
  const store = new MemoryStore(clock);
  const nearOf = (far: StoreVideoCache) =>
    new NearVideoCache(far, { clock: runningClock(), ttlMs: 1 });
  return {
    cache: nearOf(new StoreVideoCache(store, { clock })),
    other: nearOf(new StoreVideoCache(store, { clock })),
  };
});

describe('NearVideoCache', () => {
  it('what was just read is not asked for again', async () => {
    const { near, far } = aNearCache();
    const document = aDocument();
    await near.read(document.id, loads(document));
    const farRead = jest.spyOn(far, 'read');

    expect(await near.read(document.id, failingLoad)).toEqual({ document, source: 'HIT' });
    expect(farRead).not.toHaveBeenCalled();
  });

  it('a change of another process is seen after the time to live', async () => {
    const { near, far, clock } = aNearCache();
    const old = aDocument();
    const changed = { ...old, revision: 2 };
    await near.read(old.id, loads(old));
    await far.invalidate(old.id);

    clock.advance(DEFAULT_NEAR_TTL_MS);
    expect((await near.read(old.id, loads(changed))).document).toEqual(old);
    clock.advance(1);
    expect((await near.read(old.id, loads(changed))).document).toEqual(changed);
  });

  it('a change through itself is seen at once', async () => {
    const { near } = aNearCache();
    const old = aDocument();
    const changed = { ...old, revision: 2 };
    await near.read(old.id, loads(old));
    await near.invalidate(old.id);

    expect((await near.read(old.id, loads(changed))).document).toEqual(changed);
  });

  it('what was loaded across an invalidation is not kept', async () => {
    const { near } = aNearCache();
    const old = aDocument();
    const changed = { ...old, revision: 2 };
    const { slow, read } = await startLoad(near, old.id);
    await near.invalidate(old.id);
    slow.resolve(old);
    await read;

    expect((await near.read(old.id, loads(changed))).document).toEqual(changed);
  });
});

function aNearCache() {
  const clock = movingClock();
  const far = new MemoryVideoCache({ clock });
  return { clock, far, near: new NearVideoCache(far, { clock }) };
}

/** Every look at it finds a second gone. */
function runningClock() {
  let now = 0;
  return () => (now += 1000);
}
