import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { routes, type Route } from '../../src/api/routes';
import { mockHandlers, Refusal, type MockState } from './mock-handlers';

/** Keys that the mock knows, by what they may do. */
export const mockKeys = { write: 'st_mock_write', read: 'st_mock_read' } as const;

/** Answers a request as the list of routes says, or with problem details. */
export async function serveRoutes(
  url: URL,
  request: IncomingMessage,
  response: ServerResponse,
  state: MockState,
): Promise<void> {
  const found = findRoute(request.method ?? '', url.pathname);
  try {
    if (!found) throw new Refusal(404, 'no such route');
    const { route, id } = found;
    authorize(route, request.headers.authorization);
    const answer = mockHandlers[route.operationId]({
      ...state,
      id,
      origin: url.origin,
      query: parsed(route.query, Object.fromEntries(url.searchParams)),
      body: parsed(route.body, await bodyOf(request)),
      ifMatch: request.headers['if-match'],
    });
    const schema = (route.responses as Route['responses'])[answer.status]?.schema;
    const text = answer.body === undefined ? '' : JSON.stringify(schema?.parse(answer.body));
    const etag =
      answer.etag ?? `W/"${createHash('sha256').update(text).digest('hex').slice(0, 16)}"`;
    const known = request.method === 'GET' && request.headers['if-none-match'] === etag;
    response.writeHead(known ? 304 : answer.status, { 'content-type': 'application/json', etag });
    response.end(known ? undefined : text);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { status, message: detail } = error;
    const problem = { type: 'about:blank', title: 'Refused', status, detail, code: 'mock' };
    response.writeHead(status, { 'content-type': 'application/problem+json' });
    response.end(JSON.stringify({ ...problem, instance: 'req-7f3a' }));
  }
}

type AnyRoute = Route & (typeof routes)[number];

function findRoute(method: string, path: string): { route: AnyRoute; id: string } | undefined {
  for (const route of routes as readonly AnyRoute[]) {
    const match = new RegExp(`^${route.path.replaceAll(/\{\w+\}/g, '([^/]+)')}$`).exec(path);
    // the list has the fixed path before the one with an id
    if (match && route.method === method) return { route, id: match[1] ?? '' };
  }
  return undefined;
}

function authorize(route: Route, header: string | undefined): void {
  if (route.access === 'public') return;
  const key = header?.replace('Bearer ', '');
  if (key !== mockKeys.read && key !== mockKeys.write) throw new Refusal(401, 'unknown API key');
  if (route.access === 'write' && key === mockKeys.read) throw new Refusal(403, 'needs write');
}

function parsed(schema: Route['query'], value: unknown): Record<string, unknown> {
  if (!schema) return {};
  const result = schema.safeParse(value);
  if (!result.success) throw new Refusal(400, result.error.issues[0]?.message ?? 'invalid');
  return result.data;
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return chunks.length === 0 ? undefined : JSON.parse(Buffer.concat(chunks).toString('utf8'));
}
