import type { APIGatewayAuthorizerResult, APIGatewayRequestAuthorizerEvent } from 'aws-lambda';
import { toGatewayContext } from './gateway-context';
import { loggedName, type Principal, presentedKey } from './principal';

/**
 * Says who sends a request. Its answer covers every route of the stage; the API compares scopes itself,
 * and can then say which one is missing. The request counts against the usage plan that
 * `usageIdentifierKey` names.
 *
 * Who presents no key or token that is good is denied, which the gateway answers 401 to. An authorizer that
 * fails with the text `Unauthorized` would come to the same for the client, but CloudWatch counts that
 * as an error of the function, and a client with a wrong key would set off the alarm for a fault of ours.
 */
export async function authorize(
  event: Pick<APIGatewayRequestAuthorizerEvent, 'headers' | 'methodArn'>,
  known: { authenticate(presented: string): Promise<Principal | null> },
  usageIdentifierKey?: string,
): Promise<APIGatewayAuthorizerResult> {
  const key = presentedKey(lowerCased(event.headers ?? {}));
  const principal = key === undefined ? null : await known.authenticate(key);
  const Effect = principal === null ? 'Deny' : 'Allow';
  return {
    principalId: principal === null ? NOBODY : loggedName(principal),
    policyDocument: {
      Version: '2012-10-17',
      Statement: [{ Action: 'execute-api:Invoke', Effect, Resource: stageOf(event.methodArn) }],
    },
    ...(principal !== null && { context: toGatewayContext(principal) }),
    ...(usageIdentifierKey !== undefined && { usageIdentifierKey }),
  };
}

/** Who is denied, in the access log: API Gateway wants a text. */
const NOBODY = '-';

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
