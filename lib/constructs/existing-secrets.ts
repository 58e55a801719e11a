import type * as iam from 'aws-cdk-lib/aws-iam';
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
  /** JSON: `username`, `password` of the owner of the database. */
  readonly database: secretsmanager.ISecret;
  /** JSON: `username`, `password` of the user that API and retention job connect as. */
  readonly databaseUser: secretsmanager.ISecret;
  /** JSON: `username`, `password` of the user that the worker connects as. */
  readonly databaseWorker: secretsmanager.ISecret;
  /** JSON: `token`. */
  readonly cache: secretsmanager.ISecret;
  /** JSON: the clients, their keys and scopes. */
  readonly apiKeys: secretsmanager.ISecret;

  /** JSON: `clientSecret` at the organisation's provider. */
  readonly identityProvider: secretsmanager.ISecret | undefined;

  private readonly key: kms.IKey | undefined;

  constructor(scope: Construct, id: string, props: ExistingSecretsProps) {
    super(scope, id);
    const { config } = props;
    this.key =
      config.secretsKeyArn === 'aws-managed'
        ? undefined
        : kms.Key.fromKeyArn(this, 'Key', config.secretsKeyArn);
    const { Secret } = secretsmanager;
    const secret = (secretCompleteArn: string) => ({ secretCompleteArn, encryptionKey: this.key });
    this.database = Secret.fromSecretAttributes(this, 'Database', secret(config.databaseSecretArn));
    this.databaseUser = Secret.fromSecretAttributes(
      this,
      'DatabaseUser',
      secret(config.databaseUserSecretArn),
    );
    this.databaseWorker = Secret.fromSecretAttributes(
      this,
      'DatabaseWorker',
      secret(config.databaseWorkerSecretArn),
    );
    this.cache = Secret.fromSecretAttributes(this, 'Cache', secret(config.cacheSecretArn));
    this.identityProvider =
      config.identityProvider === 'none'
        ? undefined
        : Secret.fromSecretAttributes(
            this,
            'IdentityProvider',
            secret(config.identityProvider.secretArn),
          );
    this.apiKeys = Secret.fromSecretAttributes(this, 'ApiKeys', secret(config.apiKeysSecretArn));
  }

  /**
   * May read these secrets, whatever they are under. The L2's grant alone relies on the policy of the
   * key, which is not ours to change.
   */
  grantRead(grantee: iam.IGrantable, ...secrets: readonly secretsmanager.ISecret[]): void {
    for (const secret of secrets) secret.grantRead(grantee);
    this.key?.grant(grantee, 'kms:Decrypt');
  }
}
