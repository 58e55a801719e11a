import type { APIGatewayRequestAuthorizerHandler } from 'aws-lambda';
import { readEnvironment } from '../runtime/environment';
import { createLogger } from '../runtime/logger';
import { readSecret } from '../runtime/secrets';
import { authorize } from '../api/authorizer';
import { RotatingKeys } from '../api/rotating-keys';

const { apiKeysSecretArn, usageIdentifierKey, logLevel } = readEnvironment([
  'apiKeysSecretArn',
  'usageIdentifierKey',
  'logLevel',
]);

const keys = new RotatingKeys(() => readSecret(apiKeysSecretArn), createLogger(logLevel));

/** The authorizer of type REQUEST in front of the API. */
export const handler: APIGatewayRequestAuthorizerHandler = (event) =>
  authorize(event, keys, usageIdentifierKey);
