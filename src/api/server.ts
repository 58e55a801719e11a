import type { FastifyInstance } from 'fastify';

export interface Listening {
  /** Such as `http://127.0.0.1:8080`. */
  readonly url: string;
  /**
   * Takes no new connection, answers what is under way, then resolves. Connections that are not done
   * after {@link DRAIN_MS} are cut.
   */
  close(): Promise<void>;
}

/** The slowest answer waits for a store's time limit, some 5 s; ECS kills after 30 s. */
export const DRAIN_MS = 10_000;

/** Serves the app on this address; port 0 takes a free one. */
export async function listen(
  app: FastifyInstance,
  address: { readonly port: number; readonly host: string },
): Promise<Listening> {
  const url = await app.listen(address);
  return {
    url,
    async close() {
      const cut = setTimeout(() => {
        app.server.closeAllConnections();
      }, DRAIN_MS);
      try {
        await app.close();
      } finally {
        clearTimeout(cut);
      }
    },
  };
}
