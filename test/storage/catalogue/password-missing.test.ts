import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { postgresCatalogue } from '../../../src/storage/catalogue/catalogue';
import { CatalogueUnavailableError } from '../../../src/storage/errors';

/** What a PostgreSQL says to whoever comes: your password, please. */
const ASK_FOR_PASSWORD = Buffer.from('520000000800000003', 'hex');

test('a connection for which no password can be had is closed at once, not a minute later', async () => {
  const server = createServer((socket) => {
    socket.on('error', () => undefined).once('data', () => socket.write(ASK_FOR_PASSWORD));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const catalogue = postgresCatalogue({
    connectionString: `postgres://me@127.0.0.1:${port}/none`,
    password: () => Promise.reject(new Error('the secret store is away')),
  });
  const connected = once(server, 'connection') as Promise<[Socket]>;
  await expect(catalogue.videos.ping()).rejects.toThrow(CatalogueUnavailableError);
  const [socket] = await connected;
  await once(socket, 'close', { signal: AbortSignal.timeout(2_000) });
  await catalogue.close();
  server.close();
}, 15_000);
