import { ServerProcess, freePort } from './server-process';

/** A Redis server of its own, on a free port, that keeps nothing on disk. */
export async function startRedis(): Promise<ServerProcess> {
  const port = await freePort();
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', ''];
  const server = new ServerProcess(port, 'redis-server', args);
  await server.start();
  return server;
}

export function redisUrl(server: ServerProcess): string {
  return `redis://127.0.0.1:${server.port}`;
}
