import { setTimeout as sleep } from 'node:timers/promises';
import { CatalogueUnavailableError } from '../../storage/errors';
import type { ApiDependencies } from '../dependencies';
import type { Handlers } from '../handler';
import { openApi } from '../openapi';

/** Load balancers ask every 5 s or so and give up sooner; a healthy database answers in 2 ms. */
const PING_LIMIT_MS = 2000;

type ServiceHandlers = Pick<Handlers, 'getHealth' | 'getOpenApi'>;

export function serviceHandlers({
  catalogue: { videos },
  cache,
}: Pick<ApiDependencies, 'catalogue' | 'cache'>): ServiceHandlers {
  let asking: Promise<void> | undefined;

  return {
    async getHealth() {
      // one ping at a time: anybody may ask, and that must not become load on the database
      asking ??= answersInTime(videos).finally(() => (asking = undefined));
      await asking;
      const state = cache.state();
      const status = state === 'up' ? 'ok' : 'degraded';
      return {
        status: 200,
        headers: { 'cache-control': 'no-store' },
        body: JSON.stringify({ status, database: 'up', cache: state }),
      };
    },

    getOpenApi: () =>
      Promise.resolve({ status: 200, headers: { 'cache-control': 'no-cache' }, body: openApi() }),
  };
}

/** @throws CatalogueUnavailableError */
async function answersInTime(videos: ApiDependencies['catalogue']['videos']): Promise<void> {
  const timer = new AbortController();
  const late = sleep(PING_LIMIT_MS, undefined, { signal: timer.signal }).then(() => {
    throw new Error(`no answer within ${PING_LIMIT_MS} ms`);
  });
  try {
    await Promise.race([videos.ping(), late]);
  } catch (cause) {
    throw new CatalogueUnavailableError(cause);
  } finally {
    timer.abort();
  }
}
