import awsLambdaFastify from '@fastify/aws-lambda';
import type {
  APIGatewayProxyEvent,
  APIGatewayProxyHandler,
  APIGatewayProxyResult,
  Context,
} from 'aws-lambda';
import type { FastifyInstance } from 'fastify';
import type { ApiDependencies } from './dependencies';
import { fromGatewayContext } from './gateway-context';

declare module 'fastify' {
  interface FastifyRequest {
    /** Only in a Lambda function. */
    readonly awsLambda?: { readonly event?: APIGatewayProxyEvent; readonly context?: Context };
  }
}

/**
 * What an app behind API Gateway is built with. The caller is who the authorizer says; headers are
 * not asked, as anybody can write them.
 */
export const behindGateway: Pick<ApiDependencies, 'authenticate' | 'requestId' | 'compression'> = {
  authenticate: ({ awsLambda }) => fromGatewayContext(awsLambda?.event?.requestContext.authorizer),
  requestId: (headers) => String(headers['x-request-id'] ?? 'none'),
  // it does so by itself; from here bytes would have to go as base64, a third more of Lambda's 6 MB
  compression: 'gateway',
};

/** The app as the handler of an API Gateway REST API, proxy integration. All that it answers is text. */
export function lambdaHandler(app: FastifyInstance): APIGatewayProxyHandler {
  const answer = awsLambdaFastify<APIGatewayProxyEvent>(app, {
    // database and cache connections stay open between calls
    callbackWaitsForEmptyEventLoop: false,
  });
  return async (event, context) =>
    stageWithoutSlash(event) ?? answer(withGatewayId(withPathAsAsked(event)), context);
}

/**
 * `/prod` is answered with where the page is, `/prod/`: relative to the first, its files would be those of
 * another stage. At a domain of its own the path of the page is `/`.
 */
function stageWithoutSlash({
  path,
  requestContext: { path: asked },
}: APIGatewayProxyEvent): APIGatewayProxyResult | undefined {
  if (path !== '/' || asked.endsWith('/')) return undefined;
  const headers = { location: `${asked}/`, 'cache-control': 'no-store' };
  return { statusCode: 308, headers, body: '' };
}

/** API Gateway may drop a slash at the end, on which relative addresses depend; its context has it. */
function withPathAsAsked(event: APIGatewayProxyEvent): APIGatewayProxyEvent {
  const { path, requestContext } = event;
  const isDropped = requestContext.path.endsWith('/') && !path.endsWith('/');
  return isDropped ? { ...event, path: `${path}/` } : event;
}

/** The adapter takes over the gateway's request id only where the client sent none of its own. */
function withGatewayId(event: APIGatewayProxyEvent): APIGatewayProxyEvent {
  const others = <T>(headers: Record<string, T> | null): Record<string, T> =>
    Object.fromEntries(
      Object.entries(headers ?? {}).filter(([name]) => name.toLowerCase() !== 'x-request-id'),
    );
  return {
    ...event,
    headers: { ...others(event.headers), 'x-request-id': event.requestContext.requestId },
    multiValueHeaders: others(event.multiValueHeaders),
  };
}
