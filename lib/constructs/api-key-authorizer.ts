import { Duration } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { environmentNames } from '../../src/runtime/environment';
import { nameOf } from '../config/names';
import type { EnvironmentProps, LogProps } from './common-props';
import type { ExistingSecrets } from './existing-secrets';
import { type Concurrency, NodeFunction } from './node-function';
import type { PeoplePool } from './people-pool';

export interface ApiKeyAuthorizerProps extends EnvironmentProps, LogProps {
  /** Path of src/entries/authorizer.lambda.ts. */
  readonly entry: string;
  /** Among them the clients, their keys and scopes. */
  readonly secrets: ExistingSecrets;
  /** Who signs people in, and the client whose tokens are taken. */
  readonly people: PeoplePool;
  /** Names the usage plan that requests count against. */
  readonly usageIdentifierKey: string;
  /** Instances at a time that it may have. */
  readonly concurrency: Concurrency;
}

/**
 * Lets in who presents a key that the secret holds, or a token of a person. Outside the network, because all
 * that it calls is Secrets Manager, and the public keys of the user pool, which no endpoint in a network serves.
 */
export class ApiKeyAuthorizer extends Construct {
  /** To guard methods with. */
  readonly authorizer: apigateway.IAuthorizer;

  private readonly handler: lambda.IFunction;

  constructor(scope: Construct, id: string, props: ApiKeyAuthorizerProps) {
    super(scope, id);
    const { environmentSuffix } = props;
    const { handler, role } = new NodeFunction(this, 'Function', {
      environmentSuffix,
      logKey: props.logKey,
      logRetentionDays: props.logRetentionDays,
      baseName: 'authorizer',
      description: 'Checks API keys and tokens of people',
      entry: props.entry,
      environment: {
        [environmentNames.environmentSuffix]: environmentSuffix,
        [environmentNames.apiKeysSecretArn]: props.secrets.apiKeys.secretArn,
        [environmentNames.signInIssuer]: props.people.issuer,
        [environmentNames.signInClientId]: props.people.clientId,
        [environmentNames.usageIdentifierKey]: props.usageIdentifierKey,
      },
      timeout: Duration.seconds(5),
      memoryMib: 512,
      concurrency: props.concurrency,
    });
    props.secrets.grantRead(role, props.secrets.apiKeys);
    this.handler = handler;
    const authorizer = new apigateway.RequestAuthorizer(this, 'Authorizer', {
      authorizerName: nameOf('api-keys', environmentSuffix),
      handler,
      // The function caches the keys itself, for a bounded time. The gateway would have to cache by one
      // header, while a key may come in either of two.
      identitySources: [],
      resultsCacheTtl: Duration.seconds(0),
    });
    // the library writes none as an empty text, which is the name of no source
    (authorizer.node.defaultChild as apigateway.CfnAuthorizer).identitySource = undefined;
    this.authorizer = authorizer;
  }

  /** Checks of a key that ended in an error: nobody was let in. */
  metricErrors(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.handler.metricErrors(props);
  }
}
