import { createApiKey, type KeyEntry } from '../../src/api/api-keys';
import { loggedName } from '../../src/api/principal';
import { MAX_STALE_MS, MIN_REFRESH_MS, RotatingKeys, TTL_MS } from '../../src/api/rotating-keys';

/** Keys over a document that can change, under a clock that is moved. */
function rotating(...entries: KeyEntry[]) {
  const world = { entries, nowMs: 1_000_000, fault: undefined as Error | undefined };
  const read = jest.fn(() =>
    world.fault
      ? Promise.reject(world.fault)
      : Promise.resolve(JSON.stringify({ keys: world.entries })),
  );
  const logger = { error: jest.fn() };
  const keys = new RotatingKeys(read, logger, () => world.nowMs);
  return {
    world,
    read,
    logger,
    who: async (key: string) => {
      const principal = await keys.authenticate(key);
      return principal === null ? undefined : loggedName(principal);
    },
  };
}

const [old, young] = [createApiKey('old', ['read']), createApiKey('young', ['read'])];

test('the document is read once for many requests', async () => {
  const { who, read } = rotating(old.entry);
  for (let i = 0; i < 5; i++) expect(await who(old.key)).toBe('old');
  expect(read).toHaveBeenCalledTimes(1);
});

test('a key that was added works at once', async () => {
  const { who, world } = rotating(old.entry);
  await who(old.key);
  world.entries = [old.entry, young.entry];
  world.nowMs += MIN_REFRESH_MS;
  expect(await who(young.key)).toBe('young');
});

test('a key that was taken out stops working when the time to live is over', async () => {
  const { who, world } = rotating(old.entry, young.entry);
  await who(old.key);
  world.entries = [young.entry];
  world.nowMs += TTL_MS - 1;
  expect(await who(old.key)).toBe('old');
  world.nowMs += 1;
  expect(await who(old.key)).toBeUndefined();
});

test('made-up keys do not become load on the secret store', async () => {
  const { who, read, world } = rotating(old.entry);
  for (let i = 0; i < 100; i++) {
    expect(await who(`st_${i}`)).toBeUndefined();
    world.nowMs += MIN_REFRESH_MS / 50;
  }
  expect(read.mock.calls.length).toBeLessThanOrEqual(3);
});

test('known keys work on while the secret store is away, and it is logged', async () => {
  const { who, world, logger } = rotating(old.entry);
  await who(old.key);
  world.fault = new Error('away');
  world.nowMs += TTL_MS;
  expect(await who(old.key)).toBe('old');
  expect(logger.error).toHaveBeenCalledWith({ err: world.fault }, expect.any(String));
});

test('a document that is broken does not lock everybody out', async () => {
  const { who, world } = rotating(old.entry);
  await who(old.key);
  world.entries = [{ ...old.entry, sha256: 'broken' }];
  world.nowMs += TTL_MS;
  expect(await who(old.key)).toBe('old');
});

test('keys are trusted for an hour without their document, not longer', async () => {
  const { who, world } = rotating(old.entry);
  await who(old.key);
  world.fault = new Error('away');
  world.nowMs += MAX_STALE_MS;
  await expect(who(old.key)).rejects.toThrow('too old');
});

test('without any document there is an error, and the next request tries again', async () => {
  const { who, world } = rotating(old.entry);
  world.fault = new Error('away');
  await expect(who(old.key)).rejects.toThrow('away');
  world.fault = undefined;
  expect(await who(old.key)).toBe('old');
});
