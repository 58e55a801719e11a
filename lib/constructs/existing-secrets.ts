import * as kms from 'aws-cdk-lib/aws-kms';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import type { EnvironmentConfig } from '../config/environment-config';

export interface ExistingSecretsProps {
  /** Names the secrets. */
  readonly config: EnvironmentConfig;
}

/**
 * The secrets that were there before the environment: never made, changed or deleted by it. Named by
 * complete ARNs, because a partial one fails in ECS and in policies.
 */
export class ExistingSecrets extends Construct {
  /** JSON: `username`, `password`. */
  readonly database: secretsmanager.ISecret;
  /** JSON: `token`. */
  readonly cache: secretsmanager.ISecret;
  /** JSON: the clients, their keys and scopes. */
  readonly apiKeys: secretsmanager.ISecret;

  constructor(scope: Construct, id: string, props: ExistingSecretsProps) {
    super(scope, id);
    const { config } = props;
    const encryptionKey =
      config.secretsKeyArn === 'aws-managed'
        ? undefined
        : kms.Key.fromKeyArn(this, 'Key', config.secretsKeyArn);
    const { Secret } = secretsmanager;
    const secret = (secretCompleteArn: string) => ({ secretCompleteArn, encryptionKey });
    this.database = Secret.fromSecretAttributes(this, 'Database', secret(config.databaseSecretArn));
    this.cache = Secret.fromSecretAttributes(this, 'Cache', secret(config.cacheSecretArn));
    this.apiKeys = Secret.fromSecretAttributes(this, 'ApiKeys', secret(config.apiKeysSecretArn));
  }
}
