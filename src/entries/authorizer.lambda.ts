import type { APIGatewayRequestAuthorizerHandler } from 'aws-lambda';
import { readEnvironment } from '../runtime/environment';
import { createLogger } from '../runtime/logger';
import { readSecret } from '../runtime/secrets';
import { authorize } from '../api/authorizer';
import { IdTokens, isToken } from '../api/id-tokens';
import { RotatingKeys } from '../api/rotating-keys';

const environment = readEnvironment([
  'apiKeysSecretArn',
  'signInIssuer',
  'signInClientId',
  'usageIdentifierKey',
  'logLevel',
]);

const { apiKeysSecretArn, signInIssuer: issuer, signInClientId: clientId } = environment;
const keys = new RotatingKeys(
  () => readSecret(apiKeysSecretArn),
  createLogger(environment.logLevel),
);
// made once an instance: it keeps the keys of the issuer
const tokens = issuer && clientId ? new IdTokens({ issuer, clientId }) : undefined;
const known = {
  authenticate: (presented: string) =>
    tokens && isToken(presented) ? tokens.authenticate(presented) : keys.authenticate(presented),
};

/** The authorizer of type REQUEST in front of the API. */
export const handler: APIGatewayRequestAuthorizerHandler = (event) =>
  authorize(event, known, environment.usageIdentifierKey);
