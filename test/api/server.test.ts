import { once } from 'node:events';
import { Agent, get, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { listen } from '../../src/api/server';
import { aVideo } from '../support/fakes/a-video';
import { anApi } from '../support/fakes/an-api';

/** The API on a free port. */
async function served() {
  const api = anApi();
  const server = await listen(api.app, { port: 0, host: '127.0.0.1' });
  return { ...api, server, headers: { 'x-api-key': api.keys.all } };
}

/** What the server answers to these bytes, until it closes the connection. */
async function raw(url: string, bytes: string): Promise<string> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  socket.end(bytes);
  return text(socket);
}

test('it is told which port was taken', async () => {
  const { server } = await served();
  try {
    expect((await fetch(`${server.url}/v1/health`)).status).toBe(200);
  } finally {
    await server.close();
  }
});

test('what is under way when it closes is answered, and the connection with it closed', async () => {
  const { server, headers, catalogue } = await served();
  const { id } = catalogue.put(aVideo());
  let answer = () => {
    // set once the request has arrived
  };
  const arrived = new Promise<void>((resolve) => {
    jest.spyOn(catalogue, 'find').mockImplementation(() => {
      resolve();
      return new Promise((found) => {
        answer = () => {
          found({ id, revision: 1, json: JSON.stringify(aVideo()) });
        };
      });
    });
  });
  const agent = new Agent({ keepAlive: true });
  const request = get(`${server.url}/v1/videos/${id}`, { headers, agent });
  const responded = once(request, 'response') as Promise<[IncomingMessage]>;
  await arrived;
  const closed = server.close();
  answer();
  const [response] = await responded;
  expect(response.statusCode).toBe(200);
  await text(response);
  await closed;
  await expect(fetch(`${server.url}/v1/health`)).rejects.toThrow('fetch failed');
});

describe('what is no HTTP request', () => {
  test.each([
    ['nonsense', 'nonsense\r\n\r\n', 400, 'malformed_http'],
    [
      'headers beyond 16 KiB',
      `GET / HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(17_000)}\r\n\r\n`,
      431,
      'headers_too_large',
    ],
  ])('is answered with a problem: %s', async (_what, bytes, status, code) => {
    const { server } = await served();
    try {
      const answer = await raw(server.url, bytes);
      const [head = '', body = ''] = answer.split('\r\n\r\n');
      expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
      expect(head).toContain('application/problem+json');
      expect(JSON.parse(body)).toMatchObject({ status, code });
    } finally {
      await server.close();
    }
  });

  test('is answered with nothing when the client is gone', async () => {
    const { server } = await served();
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
    await once(socket, 'connect');
    socket.write('GET / HT');
    socket.resetAndDestroy();
    await server.close();
    expect(socket.destroyed).toBe(true);
  });
});
