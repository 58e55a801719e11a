import awsLambdaFastify from '@fastify/aws-lambda';
import type { APIGatewayProxyEvent, APIGatewayProxyHandler, Context } from 'aws-lambda';
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

/** The app as the handler of an API Gateway REST API, proxy integration. */
export function lambdaHandler(app: FastifyInstance): APIGatewayProxyHandler {
  const answer = awsLambdaFastify<APIGatewayProxyEvent>(app, {
    binaryMimeTypes: ['image/png', 'font/woff2'],
    // database and cache connections stay open between calls
    callbackWaitsForEmptyEventLoop: false,
  });
  return (event, context) => answer(withGatewayId(event), context);
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
