import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { APIGatewayRequestAuthorizerHandler } from 'aws-lambda';
import { readEnvironment } from '../runtime/environment';
import { createLogger } from '../runtime/logger';
import { authorize } from './authorizer';
import { RotatingKeys } from './rotating-keys';

const { apiKeysSecretArn, logLevel } = readEnvironment(['apiKeysSecretArn', 'logLevel']);

// two tries of 2 s stay within the 5 s that a caller of the API is willing to wait
const secrets = new SecretsManagerClient({
  maxAttempts: 2,
  requestHandler: { connectionTimeout: 1000, requestTimeout: 2000 },
});

const keys = new RotatingKeys(async () => {
  const { SecretString } = await secrets.send(
    new GetSecretValueCommand({ SecretId: apiKeysSecretArn }),
  );
  return SecretString ?? '';
}, createLogger(logLevel));

/** The authorizer of type REQUEST in front of the API. */
export const handler: APIGatewayRequestAuthorizerHandler = (event) => authorize(event, keys);
