import type { APIGatewayAuthorizerResult, APIGatewayRequestAuthorizerEvent } from 'aws-lambda';
import { toGatewayContext } from './gateway-context';
import { type Principal, presentedKey } from './principal';

/** API Gateway answers 401 when, and only when, the authorizer fails with exactly this text. */
export class UnauthorizedError extends Error {
  constructor() {
    super('Unauthorized');
    this.name = 'UnauthorizedError';
  }
}

/**
 * Says who sends a request. API Gateway keeps the answer for a while and uses it for other routes, so
 * it covers them all; the API compares scopes itself, and can then say which one is missing. The
 * request counts against the usage plan that `usageIdentifierKey` names.
 * @throws UnauthorizedError
 */
export async function authorize(
  event: Pick<APIGatewayRequestAuthorizerEvent, 'headers' | 'methodArn'>,
  keys: { authenticate(presented: string): Promise<Principal | null> },
  usageIdentifierKey?: string,
): Promise<APIGatewayAuthorizerResult> {
  const key = presentedKey(lowerCased(event.headers ?? {}));
  const principal = key === undefined ? null : await keys.authenticate(key);
  if (principal === null) throw new UnauthorizedError();
  return {
    principalId: principal.client,
    policyDocument: {
      Version: '2012-10-17',
      Statement: [
        { Action: 'execute-api:Invoke', Effect: 'Allow', Resource: stageOf(event.methodArn) },
      ],
    },
    context: toGatewayContext(principal),
    ...(usageIdentifierKey !== undefined && { usageIdentifierKey }),
  };
}

/** `arn:aws:execute-api:region:account:api/stage/GET/v1/videos` → every route of that stage. */
function stageOf(methodArn: string): string {
  return `${methodArn.split('/').slice(0, 2).join('/')}/*`;
}

/** REST APIs hand headers over as the client wrote them. */
function lowerCased(headers: Readonly<Record<string, string | undefined>>) {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
}
