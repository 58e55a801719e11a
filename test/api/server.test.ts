import { once } from 'node:events';
import { Agent, get, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { ObjectNotFoundError } from '../../src/domain/errors';
import { bodyTimes } from '../../src/api/server-options';
import { FolderObjectStore } from '../../src/storage/objects/folder-object-store';
import { registerFolderEndpoint } from '../../src/storage/objects/folder-endpoint';
import { aDirectory, closeFolders } from '../support/fakes/object-stores';
import { until } from '../support/until';
import { listen } from '../../src/api/server';
import { aVideo } from '../support/factories/videos';
import { anApi } from '../support/drivers/api';

/** The API on a free port. */
async function served(changes: Parameters<typeof anApi>[0] = {}) {
  const api = anApi(changes);
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
    jest.spyOn(catalogue.ports.videos, 'find').mockImplementation(() => {
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
      expect(head).toContain('Cache-Control: no-store');
      expect(JSON.parse(body)).toMatchObject({ status, code });
    } finally {
      await server.close();
    }
  });

  test.each([
    ['no Host', 'GET /v1/health HTTP/1.1\r\nConnection: close\r\n\r\n', 400, 'host_missing'],
    [
      'one Host',
      'GET /v1/health HTTP/1.1\r\nHost: a\r\nhost: b\r\nConnection: close\r\n\r\n',
      400,
      'host_repeated',
    ],
    [
      'an expectation that nobody knows',
      'GET /v1/nothing HTTP/1.1\r\nHost: a\r\nExpect: tea\r\nConnection: close\r\n\r\n',
      404,
      'route_not_found',
    ],
  ])('is told from what lacks a part: %s', async (_what, bytes, status, code) => {
    const { server } = await served();
    try {
      const [head = '', body = ''] = (await raw(server.url, bytes)).split('\r\n\r\n');
      expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
      expect(JSON.parse(body)).toMatchObject({ status, code });
    } finally {
      await server.close();
    }
  });

  test('may be of HTTP/1.0, which has no Host', async () => {
    const { server } = await served();
    try {
      expect(await raw(server.url, 'GET /v1/health HTTP/1.0\r\n\r\n')).toMatch(/^HTTP\/1.1 200 /);
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

describe('what is sent by half', () => {
  const halves = (key: string) => [
    'GET /v1/health HTTP/1.1\r\nHost: a\r\n',
    `POST /v1/videos HTTP/1.1\r\nHost: a\r\nX-Api-Key: ${key}\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{`,
    '',
  ];

  test('is answered after the time for a request, and its connection closed on both sides', async () => {
    const { app, keys, server } = await served({ waitsFor: { ...bodyTimes, whole: 500 } });
    const sent = halves(keys.all);
    // those of production, but for their length: the time is looked at as often as there
    expect(app.server.headersTimeout + bodyTimes.whole).toBeLessThanOrEqual(28_000);
    app.server.headersTimeout = 500;
    const startedAt = performance.now();
    try {
      const answers = await Promise.all(
        Array.from({ length: 300 }, async (_, i) => {
          // a client that never ends its side
          const port = Number(new URL(server.url).port);
          const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
          socket.write(sent[i % sent.length] ?? '');
          const answer = await text(socket);
          socket.on('error', () => undefined);
          return answer;
        }),
      );
      expect(performance.now() - startedAt).toBeLessThan(5000);
      expect(new Set(answers.map((answer) => answer.slice(0, 12)))).toEqual(
        new Set(['HTTP/1.1 408']),
      );
      const left = await new Promise<number>((resolve) => {
        app.server.getConnections((_error, count) => {
          resolve(count);
        });
      });
      expect(left).toBe(0);
    } finally {
      await server.close();
    }
  });

  test('is no more than half sent, however slowly it comes', async () => {
    const { keys, server } = await served({ waitsFor: { next: 60_000, whole: 1500 } });
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
    socket.on('error', () => undefined);
    socket.write(halves(keys.all)[1] ?? '');
    const drip = setInterval(() => socket.write(' '), 100);
    try {
      expect(await text(socket)).toMatch(/^HTTP\/1\.1 408 /);
    } finally {
      clearInterval(drip);
      await server.close();
    }
  });

  test('is no request that was answered in full', async () => {
    const { keys, server } = await served({ waitsFor: { next: 2000, whole: 2000 } });
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
    const body = '{"fileName":"a.mp4","sizeBytes":1}';
    const head = (halves(keys.all)[1] ?? '').replace('h: 99', `h: ${body.length}`).slice(0, -1);
    const late = connect(Number(new URL(server.url).port), '127.0.0.1');
    let answers = '';
    socket.setEncoding('utf8').on('data', (chunk: string) => (answers += chunk));
    try {
      socket.write(head + body);
      // longer than the time for a request, which is looked at meanwhile
      late.on('error', () => undefined).write(halves(keys.all)[1] ?? '');
      expect(await text(late)).toMatch(/^HTTP\/1\.1 408 /);
      socket.write(head + body);
      await until(() => answers.split('HTTP/1.1 201 ').length === 3);
      expect(answers).not.toContain('HTTP/1.1 408 ');
    } finally {
      socket.destroy();
      await server.close();
    }
  });
});

describe('an upload to a folder store', () => {
  async function anUpload(sizeBytes: number) {
    const directory = await aDirectory();
    const app = anApi({ waitsFor: { next: 1500, whole: 500 } }).app;
    const store = new FolderObjectStore({
      directory,
      bucket: 'local',
      signingSecret: 'secret',
      uploadUrl: 'http://127.0.0.1',
    });
    registerFolderEndpoint(app, store);
    const server = await listen(app, { port: 0, host: '127.0.0.1' });
    const contentType = 'video/mp4';
    const { url } = await store.presignPut('incoming/a', {
      ...{ contentType, sizeBytes },
      expiresInSeconds: 60,
    });
    const { pathname, search } = new URL(url);
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
    socket.on('error', () => undefined);
    socket.write(
      `PUT ${pathname}${search} HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Type: ${contentType}\r\nIf-None-Match: *\r\nContent-Length: ${sizeBytes}\r\n\r\n`,
    );
    return { store, server, socket };
  }
  afterEach(closeFolders);

  test('goes on as long as bytes come, for longer than any other request', async () => {
    const { store, server, socket } = await anUpload(1000);
    const late = connect(Number(new URL(server.url).port), '127.0.0.1');
    late.on('error', () => undefined).write('POST /v1/videos HTTP/1.1\r\nHost: a\r\n');
    let sent = 0;
    const drip = setInterval(() => socket.write('x', () => (sent += 1)), 300);
    expect(await text(late)).toMatch(/^HTTP\/1\.1 408 /);
    clearInterval(drip);
    socket.write('x'.repeat(1000 - sent));
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 200 /);
    expect((await store.head({ key: 'incoming/a', versionId: null })).sizeBytes).toBe(1000);
    await server.close();
  });

  test('ends when none come any more', async () => {
    const { store, server, socket } = await anUpload(12);
    socket.write('some');
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 408 /);
    await expect(store.head({ key: 'incoming/a', versionId: null })).rejects.toThrow(
      ObjectNotFoundError,
    );
    await server.close();
  });
});
