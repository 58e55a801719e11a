import { identityOf } from '../../domain/actor';
import { within } from '../../runtime/within';
import { CatalogueUnavailableError } from '../../storage/errors';
import type { ApiDependencies } from '../dependencies';
import type { Handlers } from '../handler';
import { openApi } from '../openapi';
import { actorOf } from '../principal';

/** Load balancers ask every 5 s or so and give up sooner; a healthy database answers in 2 ms. */
const PING_LIMIT_MS = 2000;

type ServiceHandlers = Pick<Handlers, 'getMe' | 'getHealth' | 'getOpenApi'>;

export function serviceHandlers({
  catalogue: { videos },
  cache,
}: Pick<ApiDependencies, 'catalogue' | 'cache'>): ServiceHandlers {
  let asking: Promise<void> | undefined;

  return {
    getMe({ principal }) {
      const actor = actorOf(principal);
      const me = {
        actor: identityOf(actor),
        name: 'client' in principal ? principal.client : principal.person.name,
        scopes: principal.scopes,
      };
      return Promise.resolve({
        status: 200,
        headers: { 'cache-control': 'no-store' },
        body: JSON.stringify(me),
      });
    },

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
function answersInTime(videos: ApiDependencies['catalogue']['videos']): Promise<void> {
  return within(PING_LIMIT_MS, videos.ping()).catch((cause: unknown) => {
    throw new CatalogueUnavailableError(cause);
  });
}
