import { CacheDownError } from '../../../src/storage/cache/cache-store';
import { MemoryStore } from '../../../src/storage/cache/memory-store';
import {
  FLUSH_INTERVAL_MS,
  Popularity,
  RANKING_MAX_AGE_MS,
} from '../../../src/storage/cache/popularity';
import { movingClock } from '../../support/fakes/moving-clock';

describe('Popularity', () => {
  it('views are sent at most once a second', () => {
    const { popularity, clock, addScores } = aPopularity();
    popularity.count('first');
    for (let i = 0; i < 50; i += 1) popularity.count('a');
    expect(addScores).toHaveBeenCalledTimes(1);

    clock.advance(FLUSH_INTERVAL_MS);
    popularity.count('b');
    expect(addScores).toHaveBeenCalledTimes(2);
    expect(Array.from(addScores.mock.calls[1]?.[1].keys() ?? [])).toEqual(['a', 'b']);
  });

  it('views that no further view follows are sent by a timer', async () => {
    jest.useFakeTimers();
    const { popularity, addScores } = aPopularity();
    popularity.count('first');
    popularity.count('a');

    await jest.advanceTimersByTimeAsync(FLUSH_INTERVAL_MS);
    expect(addScores).toHaveBeenCalledTimes(2);
    jest.useRealTimers();
  });

  it('views are sent at the end', async () => {
    const { popularity, addScores } = aPopularity();
    popularity.count('first');
    popularity.count('a');

    await popularity.close();
    expect(addScores).toHaveBeenCalledTimes(2);
  });

  it('a second with very many videos is sent in portions', () => {
    const { popularity, addScores } = aPopularity();
    for (let i = 0; i < 2500; i += 1) popularity.count(`video ${i}`);
    expect(addScores).toHaveBeenCalledTimes(3);
  });

  it('the ranking is summed up again after some seconds, not for every question', async () => {
    const { popularity, clock } = aPopularity();
    popularity.count('a');
    await popularity.top(10);
    popularity.count('b');
    expect(await popularity.top(10)).toHaveLength(1);

    clock.advance(RANKING_MAX_AGE_MS);
    expect(await popularity.top(10)).toHaveLength(2);
  });

  it('a list longer than the usual is summed up for itself', async () => {
    const { popularity } = aPopularity();
    for (let i = 0; i < 150; i += 1) popularity.count(`video ${i}`);
    expect(await popularity.top(120)).toHaveLength(120);
  });

  it('with the store down, views are dropped and nothing is popular', async () => {
    const { popularity, store, addScores } = aPopularity();
    addScores.mockRejectedValue(new CacheDownError());
    jest.spyOn(store, 'topScores').mockRejectedValue(new CacheDownError());
    popularity.count('a');

    expect(await popularity.top(10)).toEqual([]);
    await popularity.close();
  });
});

function aPopularity() {
  const clock = movingClock();
  const store = new MemoryStore(clock);
  const addScores = jest.spyOn(store, 'addScores');
  return { clock, store, addScores, popularity: new Popularity(store, clock) };
}
