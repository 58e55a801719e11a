import type { IncomingMessage } from 'node:http';
import type { APIGatewayProxyEvent } from 'aws-lambda';
import { ACCOUNT } from './configuration';
import { type DeployedApi, type DeployedRoute, patternOf } from './deployed-api';

export interface Asked {
  readonly stage: string;
  /** Without the stage, and without a slash at its end. */
  readonly path: string;
  /** As the client wrote it. */
  readonly wholePath: string;
  readonly query: URLSearchParams;
  readonly requestId: string;
  readonly route: DeployedRoute;
  readonly api: Pick<DeployedApi, 'id'>;
}

/** A request as API Gateway hands it to a function, proxy integration. */
export function aProxyEvent(
  request: IncomingMessage,
  body: Buffer,
  { stage, path, wholePath, query, requestId, route, api }: Asked,
): APIGatewayProxyEvent {
  const headers = byName(pairs(request.rawHeaders));
  const parameters = byName([...query]);
  const names = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  const values = patternOf(route.path).exec(path)?.slice(1) ?? [];
  const context: Partial<APIGatewayProxyEvent['requestContext']> = {
    accountId: ACCOUNT,
    apiId: api.id,
    httpMethod: route.method,
    path: wholePath,
    protocol: 'HTTP/1.1',
    requestId,
    requestTimeEpoch: Date.now(),
    resourcePath: route.path,
    stage,
  };
  return {
    resource: route.path,
    path,
    httpMethod: route.method,
    headers: last(headers),
    multiValueHeaders: headers,
    queryStringParameters: query.size > 0 ? last(parameters) : null,
    multiValueQueryStringParameters: query.size > 0 ? parameters : null,
    pathParameters:
      names.length > 0
        ? Object.fromEntries(names.map((name, i) => [name, decodeURIComponent(values[i] ?? '')]))
        : null,
    stageVariables: null,
    body: body.length > 0 ? body.toString('utf8') : null,
    isBase64Encoded: false,
    requestContext: {
      ...context,
      identity: { sourceIp: '127.0.0.1', userAgent: request.headers['user-agent'] ?? null },
    } as APIGatewayProxyEvent['requestContext'],
  };
}

function pairs(raw: readonly string[]): [string, string][] {
  return raw.flatMap((name, i) => (i % 2 === 0 ? [[name, raw[i + 1] ?? '']] : []));
}

function byName(entries: readonly (readonly [string, string])[]): Record<string, string[]> {
  const found: Record<string, string[]> = {};
  for (const [name, value] of entries) (found[name] ??= []).push(value);
  return found;
}

function last(values: Readonly<Record<string, string[]>>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, all]) => [name, all.at(-1) ?? '']));
}
