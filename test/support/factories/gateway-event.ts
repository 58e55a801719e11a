import type { APIGatewayProxyEvent, Context } from 'aws-lambda';

/** An event of a REST API as API Gateway sends it to a Lambda proxy integration. */
export function aGatewayEvent(
  change: Partial<APIGatewayProxyEvent> & { authorizer?: Record<string, unknown> | null } = {},
): APIGatewayProxyEvent {
  const { authorizer = { client: 'player', scopes: 'read write' }, ...event } = change;
  const headers = {
    Accept: '*/*',
    Host: 'a1b2c3d4e5.execute-api.ap-northeast-1.amazonaws.com',
    'User-Agent': 'curl/8.5.0',
    'X-Amzn-Trace-Id': 'Root=1-66f2b1c4-0123456789abcdef01234567',
    'X-Forwarded-For': '203.0.113.7',
    'X-Forwarded-Port': '443',
    'X-Forwarded-Proto': 'https',
    ...event.headers,
  };
  return {
    resource: '/v1/videos',
    path: '/v1/videos',
    httpMethod: 'GET',
    queryStringParameters: null,
    multiValueQueryStringParameters: null,
    pathParameters: null,
    stageVariables: null,
    body: null,
    isBase64Encoded: false,
    ...event,
    headers,
    multiValueHeaders: Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name, [value]]),
    ),
    requestContext: {
      accountId: '111122223333',
      apiId: 'a1b2c3d4e5',
      authorizer: authorizer && { ...authorizer, principalId: 'player', integrationLatency: 31 },
      domainName: 'a1b2c3d4e5.execute-api.ap-northeast-1.amazonaws.com',
      domainPrefix: 'a1b2c3d4e5',
      extendedRequestId: 'JKJaXmPLvHcESHA=',
      httpMethod: 'GET',
      identity: { sourceIp: '203.0.113.7', userAgent: 'curl/8.5.0' },
      path: `/prod${event.path ?? '/v1/videos'}`,
      protocol: 'HTTP/1.1',
      requestId: 'c6af9ac6-7b61-11e6-9a41-93e8deadbeef',
      requestTimeEpoch: 1_775_001_600_000,
      resourceId: '123abc',
      resourcePath: '/v1/videos',
      stage: 'prod',
      ...event.requestContext,
    } as APIGatewayProxyEvent['requestContext'],
  };
}

export const aLambdaContext = { callbackWaitsForEmptyEventLoop: true } as Context;
