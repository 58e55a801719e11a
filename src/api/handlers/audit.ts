import type { ApiDependencies } from '../dependencies';
import type { Handlers } from '../handler';

export function auditHandlers({
  catalogue: { audit },
}: Pick<ApiDependencies, 'catalogue'>): Pick<Handlers, 'listAudit'> {
  return {
    async listAudit({ query }) {
      const { items, nextCursor } = await audit.list(query);
      return {
        status: 200,
        headers: { 'cache-control': 'no-store' },
        body: `{"items":[${items.join(',')}],"nextCursor":${JSON.stringify(nextCursor)}}`,
      };
    },
  };
}
