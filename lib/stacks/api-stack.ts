import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { routes } from '../../src/api/routes';
import { environmentNames } from '../../src/runtime/environment';
import { pagePaths } from '../../src/runtime/page-paths';
import type { EnvironmentConfig } from '../config/environment-config';
import { ApiFirewall } from '../constructs/api-firewall';
import { ApiFunction, FUNCTION_DIRECTORY } from '../constructs/api-function';
import { ApiKeyAuthorizer } from '../constructs/api-key-authorizer';
import { ApiUsagePlan, usageIdentifierKeyOf } from '../constructs/api-usage-plan';
import { ExistingSecrets } from '../constructs/existing-secrets';
import type { Concurrency } from '../constructs/node-function';
import { PeoplePool } from '../constructs/people-pool';
import { RegionalApi } from '../constructs/regional-api';
import { RestApiFromRoutes } from '../constructs/rest-api-from-routes';
import { cacheEnvironment, databaseEnvironment } from '../constructs/store-environment';
import { UploadOrigins } from '../constructs/upload-origins';
import type { ComputeStack } from './compute-stack';
import type { DataStack } from './data-stack';
import type { NetworkStack } from './network-stack';

export interface ApiStackProps extends StackProps {
  /** Limits, secrets, retention. */
  readonly config: EnvironmentConfig;
  /** Where the function runs. */
  readonly network: NetworkStack;
  /** What it reads and writes. */
  readonly data: DataStack;
  /** The queue that it puts uploads into again. */
  readonly compute: ComputeStack;
  /** Path of the function behind the routes. */
  readonly apiEntry: string;
  /** Path of the function that checks API keys. */
  readonly authorizerEntry: string;
}

/** The catalogue over HTTP. */
export class ApiStack extends Stack {
  /** Where clients call. */
  readonly gateway: RegionalApi;
  /** Where it is called. */
  readonly url: CfnOutput;
  /** What answers them. */
  readonly apiFunction: ApiFunction;
  /** Who may sign in. */
  readonly people: PeoplePool;
  /** What lets them in. */
  readonly authorizer: ApiKeyAuthorizer;

  constructor(scope: Construct, id: string, props: ApiStackProps) {
    super(scope, id, props);
    const { config, network, data, compute } = props;
    const { environmentSuffix, apiRequestsPerSecond: requestsPerSecond, allowedOrigins } = config;
    const logs = { logKey: network.logKey, logRetentionDays: config.logRetentionDays };
    const secrets = new ExistingSecrets(this, 'Secrets', { config });
    const usageIdentifierKey = usageIdentifierKeyOf(environmentSuffix);
    const concurrency = concurrencyOf(config);

    this.gateway = new RegionalApi(this, 'Gateway', {
      environmentSuffix,
      ...logs,
      requestsPerSecond,
      logRole: config.apiGatewayLogRole,
      domain: config.domain,
      allowedOrigins,
    });
    const { identityProvider: secret } = secrets;
    this.people = new PeoplePool(this, 'People', {
      environmentSuffix,
      dataProtection: config.dataProtection,
      pageUrls: this.gateway.pageUrls,
      identityProvider:
        config.identityProvider === 'none' || !secret
          ? 'none'
          : { ...config.identityProvider, secret },
    });

    this.apiFunction = new ApiFunction(this, 'Function', {
      environmentSuffix,
      ...logs,
      vpc: network.vpc,
      securityGroup: network.traffic.api,
      entry: props.apiEntry,
      concurrency,
      release: config.apiRelease,
      environment: {
        [environmentNames.environmentSuffix]: environmentSuffix,
        ...databaseEnvironment(data.database, secrets, FUNCTION_DIRECTORY),
        ...cacheEnvironment(data.cache, secrets),
        [environmentNames.bucketName]: data.ingest.bucket.bucketName,
        [environmentNames.queueUrl]: compute.uploads.queue.queueUrl,
        [environmentNames.deadLetterQueueUrl]: compute.uploads.deadLetters.queueUrl,
        [environmentNames.signInIssuer]: this.people.issuer,
        [environmentNames.signInClientId]: this.people.clientId,
        [environmentNames.signInOrigin]: this.people.origin,
        ...(allowedOrigins.length > 0 && {
          [environmentNames.allowedOrigins]: allowedOrigins.join(','),
        }),
      },
    });
    const { role } = this.apiFunction;
    secrets.grantRead(role, secrets.databaseUser, secrets.cache);
    data.ingest.grantManage(role);
    compute.uploads.grantSend(role);

    this.authorizer = new ApiKeyAuthorizer(this, 'Authorizer', {
      environmentSuffix,
      ...logs,
      entry: props.authorizerEntry,
      secrets,
      people: this.people,
      usageIdentifierKey,
      concurrency,
    });
    const { api } = this.gateway;
    new RestApiFromRoutes(this, 'Routes', {
      api,
      routes,
      pagePaths,
      handler: this.apiFunction.handler,
      authorizer: this.authorizer.authorizer,
      allowedOrigins,
    });
    new ApiUsagePlan(this, 'Usage', {
      environmentSuffix,
      api,
      usageIdentifierKey,
      requestsPerSecond,
    });
    new ApiFirewall(this, 'Firewall', { environmentSuffix, ...logs, api, requestsPerSecond });

    new UploadOrigins(this, 'UploadOrigins', {
      environmentSuffix,
      ...logs,
      ingest: data.ingest,
      origins: [...this.gateway.origins, ...allowedOrigins],
    });

    // the canary's address is made of it: exported without one too, or its stack would import what goes with it
    this.exportValue(api.restApiId);
    this.url = new CfnOutput(this, 'ApiUrl', { value: api.deploymentStage.urlForPath('/') });
    new CfnOutput(this, 'PageUrl', { value: this.gateway.pageUrl });
    new CfnOutput(this, 'UserPoolId', { value: this.people.userPoolId });
    new CfnOutput(this, 'ApiId', { value: api.restApiId });
  }
}

function concurrencyOf({ apiConcurrency, apiRequestsPerSecond }: EnvironmentConfig): Concurrency {
  if (apiConcurrency !== 'unreserved') return { reserved: apiConcurrency };
  return {
    unreserved: `The configuration says so, for an account whose quota allows no reservation. What bounds it is the gateway, which lets ${apiRequestsPerSecond} requests a second through.`,
  };
}
