import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Actor } from '../../src/domain/audit';
import { DomainError } from '../../src/domain/errors';
import { routes, type Route, type Scope } from '../../src/api/routes';
import { mockHandlers, Refusal, type MockState } from './mock-handlers';

/** Keys that the mock knows, by what they may do. */
export const mockKeys = {
  write: 'st_mock_write',
  read: 'st_mock_read',
  approve: 'st_mock_approve',
} as const;

const scopesOf: Readonly<Record<string, readonly Scope[]>> = {
  [mockKeys.write]: ['read', 'write'],
  [mockKeys.read]: ['read'],
  [mockKeys.approve]: ['read', 'write', 'approve'],
};

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
    const actor = authorize(route, request.headers.authorization);
    const answer = mockHandlers[route.operationId]({
      ...state,
      id,
      origin: url.origin,
      query: parsed(route.query, Object.fromEntries(url.searchParams)),
      body: parsed(route.body, await bodyOf(request)),
      ifMatch: request.headers['if-match'],
      actor,
    });
    const schema = (route.responses as Route['responses'])[answer.status]?.schema;
    const text =
      answer.html ?? (answer.body === undefined ? '' : JSON.stringify(schema?.parse(answer.body)));
    const mediaType = answer.html === undefined ? 'application/json' : 'text/html';
    const etag =
      answer.etag ?? `W/"${createHash('sha256').update(text).digest('hex').slice(0, 16)}"`;
    const known = request.method === 'GET' && request.headers['if-none-match'] === etag;
    response.writeHead(known ? 304 : answer.status, { 'content-type': mediaType, etag });
    response.end(known ? undefined : text);
  } catch (error) {
    const { status, message: detail, scope, code } = refusalOf(error);
    const problem = { type: 'about:blank', title: 'Refused', status, detail, code };
    response.writeHead(status, {
      'content-type': 'application/problem+json',
      ...(scope && { 'www-authenticate': `Bearer error="insufficient_scope", scope="${scope}"` }),
    });
    response.end(JSON.stringify({ ...problem, instance: 'req-7f3a' }));
  }
}

/** What the real API makes of the errors of a catalogue. */
function refusalOf(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  if (!(error instanceof DomainError)) throw error;
  const status = { video_not_found: 404, second_person_needed: 403 }[error.code] ?? 409;
  return new Refusal(status, error.message, undefined, error.code);
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

/** Who asks. */
function authorize(route: Route, header: string | undefined): Actor {
  const key = header?.replace('Bearer ', '') ?? '';
  if (route.access !== 'public') {
    const scopes = scopesOf[key];
    if (!scopes) throw new Refusal(401, 'unknown API key');
    if (!scopes.includes(route.access))
      throw new Refusal(403, `needs '${route.access}'`, route.access);
  }
  return `client:${key}`;
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
