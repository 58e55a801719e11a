import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import { buffer } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import type { APIGatewayAuthorizerResult, APIGatewayProxyResult } from 'aws-lambda';
import type { Certificate } from './certificate';
import type { Deployment } from './deployment';
import { DeployedApi, type DeployedRoute } from './deployed-api';
import type { LambdaFunction } from './lambda-function';
import { aProxyEvent, type Asked } from './proxy-event';

/** A deployed API, and the functions that its routes and authorizers name. */
export interface ServedApi {
  readonly api: DeployedApi;
  readonly functionNamed: (name: string) => LambdaFunction;
}

/**
 * Answers for API Gateway over TLS: the deployed routes, their authorizer, their function, and the
 * answers that the gateway itself gives. The first part of a path is the stage.
 */
export class ApiFront {
  private readonly stages = new Map<string, ServedApi>();

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {
    server.on('request', (request, response) => {
      void this.answer(request, response);
    });
  }

  static async listen(port: number, { certificate, key }: Certificate): Promise<ApiFront> {
    const server = createServer({ cert: readFileSync(certificate), key: readFileSync(key) });
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    return new ApiFront(server, `https://localhost:${port}`);
  }

  serve(deployment: Deployment, functionNamed: ServedApi['functionNamed']): void {
    this.stages.set(deployment.environmentSuffix, {
      api: new DeployedApi(deployment),
      functionNamed,
    });
  }

  async close(): Promise<void> {
    this.server.close();
    this.server.closeAllConnections();
    await once(this.server, 'close');
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const requestId = randomUUID();
    const url = new URL(request.url ?? '/', this.url);
    const [, stage = '', ...parts] = url.pathname.split('/');
    const served = this.stages.get(stage);
    const { statusCode, headers, multiValueHeaders, body, isBase64Encoded } = await this.route(
      served,
      request,
      {
        stage,
        path: `/${parts.join('/').replace(/\/$/, '')}`,
        wholePath: url.pathname,
        query: url.searchParams,
        requestId,
      },
    ).catch(
      (error: unknown) => served?.api.refusal('DEFAULT_5XX', requestId, String(error)) ?? GONE,
    );
    const bytes = Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8');
    const isCompressed =
      bytes.length >= (served?.api.compressedFrom ?? Infinity) &&
      /\bgzip\b/.test(String(request.headers['accept-encoding']));
    const sent = isCompressed ? gzipSync(bytes) : bytes;
    response.writeHead(statusCode, {
      'x-amzn-requestid': requestId,
      ...(headers as Record<string, string>),
      ...(multiValueHeaders as Record<string, string[]>),
      ...(isCompressed && { 'content-encoding': 'gzip' }),
      // the function says it of what it gave
      ...(bytes.length > 0 && { 'content-length': sent.length }),
    });
    response.end(sent);
  }

  private async route(
    served: ServedApi | undefined,
    request: IncomingMessage,
    asked: Omit<Asked, 'route' | 'api'>,
  ): Promise<APIGatewayProxyResult> {
    if (!served) return GONE;
    const { api, functionNamed } = served;
    const { requestId } = asked;
    const route = api.match(request.method ?? 'GET', asked.path);
    if (!route) {
      return api.refusal('MISSING_AUTHENTICATION_TOKEN', requestId, 'Missing Authentication Token');
    }
    const event = aProxyEvent(request, await buffer(request), { ...asked, route, api });
    const permit = await authorize(route, functionNamed, event);
    if (permit === 'denied') {
      return api.refusal(
        'ACCESS_DENIED',
        requestId,
        'User is not authorized to access this resource with an explicit deny',
      );
    }
    const { requestContext, ...rest } = event;
    const answer = await functionNamed(route.functionName).call({
      ...rest,
      requestContext: { ...requestContext, authorizer: permit },
    });
    return answer as APIGatewayProxyResult;
  }
}

const GONE: APIGatewayProxyResult = { statusCode: 403, body: '{"message":"Forbidden"}' };

/** What the authorizer says of the caller; null where nobody is asked. */
async function authorize(
  { authorizerName, methodArn }: DeployedRoute,
  functionNamed: ServedApi['functionNamed'],
  event: object,
): Promise<Record<string, unknown> | null | 'denied'> {
  if (authorizerName === null) return null;
  const result = (await functionNamed(authorizerName).call({
    type: 'REQUEST',
    methodArn,
    ...event,
  })) as APIGatewayAuthorizerResult;
  const [statement] = result.policyDocument.Statement;
  if (statement?.Effect !== 'Allow') return 'denied';
  return { ...result.context, principalId: result.principalId };
}
