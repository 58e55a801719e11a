import { RemovalPolicy, Size, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { acknowledge } from '../compliance/acknowledge';
import type { EnvironmentConfig } from '../config/environment-config';
import { nameOf } from '../config/names';
import { ApiDomain } from './api-domain';
import type { EnvironmentProps, LogProps } from './common-props';
import { ServiceLogGroup } from './service-log-group';

export interface RegionalApiProps extends EnvironmentProps, LogProps {
  /** Requests a second, over all clients. */
  readonly requestsPerSecond: number;
  /** Whether this environment owns the account's role for gateway logs. */
  readonly logRole: 'owned-here' | 'owned-elsewhere';
  /** Custom domain; `none` = the API's default endpoint. */
  readonly domain: EnvironmentConfig['domain'];
  /** Pages on other hosts whose scripts may call it. */
  readonly allowedOrigins: readonly string[];
}

/**
 * The gateway compresses responses of this size or larger for clients that accept it. The function returns
 * text: bytes that it had compressed itself would be base64, a third larger against Lambda's limit of 6 MB, and
 * would need every media type declared as binary.
 */
const COMPRESSED_FROM = Size.bytes(1024);

/** For a moment, twice the rate: a page asks for several things at once. */
const BURST_FACTOR = 2;

/**
 * What CloudWatch itself wants before it calls a percentile significant: 10 / (1 - 0.99). The slowest of
 * fewer are a cold start or two.
 */
const REQUESTS_FOR_P99 = 1000;

const field = apigateway.AccessLogField;
const ACCESS_LOG = {
  requestId: field.contextRequestId(),
  time: field.contextRequestTimeEpoch(),
  ip: field.contextIdentitySourceIp(),
  client: field.contextAuthorizerPrincipalId(),
  method: field.contextHttpMethod(),
  path: field.contextPath(),
  route: field.contextResourcePath(),
  protocol: field.contextProtocol(),
  status: field.contextStatus(),
  responseBytes: field.contextResponseLength(),
  latencyMs: field.contextResponseLatency(),
  integrationLatencyMs: field.contextIntegrationLatency(),
  error: field.contextErrorMessage(),
  waf: field.contextWafStatus(),
};

/** The gateway itself: TLS, throttling, logs and error responses. Its routes are added by others. */
export class RegionalApi extends Construct {
  /** The REST API, to which routes are added. */
  readonly api: apigateway.IRestApi;
  /** Scheme and host of each address, its own first. */
  readonly origins: readonly string[];
  /** Its own address, whatever its domain; with no slash at its end. */
  readonly url: string;
  /** Where people open the page; with a slash at its end. */
  readonly pageUrl: string;
  /** All addresses of the page, that one first. None is of the stage, so that its methods may depend on these. */
  readonly pageUrls: readonly string[];

  private readonly environmentSuffix: string;

  constructor(scope: Construct, id: string, props: RegionalApiProps) {
    super(scope, id);
    const { environmentSuffix, logKey, logRetentionDays, requestsPerSecond } = props;
    this.environmentSuffix = environmentSuffix;
    const logs = { logKey, logRetentionDays };
    const accessLog = new ServiceLogGroup(this, 'AccessLog', {
      logGroupName: nameOf('api-access', environmentSuffix),
      ...logs,
    });
    const api = new apigateway.RestApi(this, 'Api', {
      restApiName: nameOf('api', environmentSuffix),
      description: 'Metadata of videos over HTTP',
      minCompressionSize: COMPRESSED_FROM,
      endpointTypes: [apigateway.EndpointType.REGIONAL],
      cloudWatchRole: props.logRole === 'owned-here',
      cloudWatchRoleRemovalPolicy:
        props.logRole === 'owned-here' ? RemovalPolicy.DESTROY : undefined,
      apiKeySourceType: apigateway.ApiKeySourceType.AUTHORIZER,
      deployOptions: {
        stageName: environmentSuffix,
        accessLogDestination: new apigateway.LogGroupLogDestination(accessLog),
        accessLogFormat: apigateway.AccessLogFormat.custom(JSON.stringify(ACCESS_LOG)),
        loggingLevel: apigateway.MethodLoggingLevel.ERROR,
        dataTraceEnabled: false, // bodies and keys stay out of the logs
        metricsEnabled: true,
        throttlingRateLimit: requestsPerSecond,
        throttlingBurstLimit: BURST_FACTOR * requestsPerSecond,
      },
    });
    const executionLog = new ServiceLogGroup(this, 'ExecutionLog', {
      logGroupName: `API-Gateway-Execution-Logs_${api.restApiId}/${environmentSuffix}`,
      ...logs,
    });
    api.deploymentStage.node.addDependency(executionLog);

    const resource = api.node.defaultChild as apigateway.CfnRestApi;
    resource.securityPolicy = 'SecurityPolicy_TLS13_1_2_2021_06'; // TLS 1.2 or 1.3, no L2 for it
    resource.endpointAccessMode = 'BASIC'; // required with this security policy
    api.node.tryRemoveChild('Endpoint'); // an output that nobody asked for
    if (props.logRole === 'owned-here') nameLogRole(api, environmentSuffix);
    acknowledge(api.deploymentStage, {
      'NIST.800.53.R5-APIGWCacheEnabledAndEncrypted':
        'Answers are cached in Redis, whose entry goes when the video changes; a cache of the gateway would go on giving the old answer until its time is over.',
      'NIST.800.53.R5-APIGWSSLEnabled':
        'A client certificate proves the gateway to an HTTP server; behind this one is a Lambda function, which its policy lets this API alone call.',
    });
    addErrorResponses(api, props.allowedOrigins);
    this.api = api;
    const { region, urlSuffix } = Stack.of(this);
    const given = `https://${api.restApiId}.execute-api.${region}.${urlSuffix}`;
    this.url = `${given}/${environmentSuffix}`;
    if (props.domain === 'none') {
      this.origins = [given];
      this.pageUrl = api.deploymentStage.urlForPath('/');
      this.pageUrls = [`${this.url}/`];
    } else {
      const { domain } = props;
      const { origin } = new ApiDomain(this, 'Domain', { environmentSuffix, api, domain });
      this.origins = [origin, given];
      this.pageUrl = `${origin}/`;
      this.pageUrls = [this.pageUrl, `${this.url}/`];
    }
  }

  /** Requests. */
  metricCount(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric('Count', { statistic: cloudwatch.Stats.SUM, ...props });
  }

  /** Requests that ended in 4xx. */
  metricClientErrors(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric('4XXError', { statistic: cloudwatch.Stats.SUM, ...props });
  }

  /** Share of the requests that ended in 5xx, 0 to 1. */
  metricServerErrorRate(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric('5XXError', { statistic: cloudwatch.Stats.AVERAGE, ...props });
  }

  /** Milliseconds: 99 of 100 requests take no longer. */
  metricLatency(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric('Latency', { statistic: 'p99', ...props });
  }

  /**
   * The same; 0 while there are too few requests to say. `EvaluateLowSampleCountPercentile` would do the
   * same, but leave an alarm in ALARM all through a quiet night.
   */
  metricLatencyOfMany(): cloudwatch.MathExpression {
    return new cloudwatch.MathExpression({
      label: 'Latency, p99 of many, ms',
      expression: `IF(requests >= ${REQUESTS_FOR_P99}, latency, 0)`,
      usingMetrics: { latency: this.metricLatency(), requests: this.metricCount() },
    });
  }

  private metric(metricName: string, props: cloudwatch.MetricOptions): cloudwatch.Metric {
    const { environmentSuffix } = this;
    return new cloudwatch.Metric({
      namespace: 'AWS/ApiGateway',
      metricName,
      dimensionsMap: { ApiName: nameOf('api', environmentSuffix), Stage: environmentSuffix },
      ...props,
    });
  }
}

const LOG_POLICY = 'service-role/AmazonAPIGatewayPushToCloudWatchLogs';

/** The library makes the role, in the order that API Gateway needs, and takes no name for it. */
function nameLogRole(api: apigateway.RestApi, environmentSuffix: string): void {
  const role = api.node.findChild('CloudWatchRole');
  (role.node.defaultChild as iam.CfnRole).roleName = nameOf('api-gateway-logs', environmentSuffix);
  acknowledge(role, {
    [`AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/${LOG_POLICY}]`]:
      'API Gateway documents this policy for the one role by which all APIs of an account log; only API Gateway can assume it.',
  });
}

/** The throttle counts by the second. */
const THROTTLED_SECONDS = 1;
/** A quota is one of a day or longer; whoever asks hourly hears of a new one soon enough. */
const QUOTA_SECONDS = 3600;

/** Problem details (RFC 9457), as every other error of this API. */
function addErrorResponses(api: apigateway.RestApi, allowedOrigins: readonly string[]): void {
  const types = apigateway.ResponseType;
  // a refusal of the gateway has fixed headers, and holds nothing that a page could not learn without a key
  const crossOrigin = allowedOrigins.length > 0 && {
    'access-control-allow-origin': "'*'",
    'access-control-expose-headers': "'retry-after'",
  };
  const respond = (
    id: string,
    type: apigateway.ResponseType,
    status: number,
    code: string,
    title: string,
    retryAfterSeconds?: number,
  ) =>
    api.addGatewayResponse(id, {
      type,
      statusCode: String(status),
      responseHeaders: {
        'content-type': "'application/problem+json'",
        'cache-control': "'no-store'",
        ...(retryAfterSeconds !== undefined && { 'retry-after': `'${retryAfterSeconds}'` }),
        ...crossOrigin,
      },
      templates: { 'application/json': problem({ title, status, code }) },
    });
  const invalid = ['invalid_request', 'The request is not valid'] as const;
  respond('BadBody', types.BAD_REQUEST_BODY, 400, ...invalid);
  respond('BadParameters', types.BAD_REQUEST_PARAMETERS, 400, ...invalid);
  const unauthenticated = ['unauthenticated', 'An API key is needed'] as const;
  respond('Unauthorized', types.UNAUTHORIZED, 401, ...unauthenticated);
  // the authorizer denies who presents no key that is known; scopes are compared by the code
  respond('AccessDenied', types.ACCESS_DENIED, 401, ...unauthenticated);
  // should the gateway ever look for the usage plan's key before it reads what was denied
  respond('InvalidKey', types.INVALID_API_KEY, 401, ...unauthenticated);
  respond('Filtered', types.WAF_FILTERED, 403, 'filtered', 'The firewall refused the request');
  respond(
    'NoRoute',
    types.MISSING_AUTHENTICATION_TOKEN,
    404,
    'route_not_found',
    'No such operation',
  );
  const throttled = [
    'too_many_requests',
    'Too many requests at a time',
    THROTTLED_SECONDS,
  ] as const;
  respond('Throttled', types.THROTTLED, 429, ...throttled);
  const exceeded = ['quota_exceeded', 'The quota is used up', QUOTA_SECONDS] as const;
  respond('QuotaExceeded', types.QUOTA_EXCEEDED, 429, ...exceeded);
  respond('Late', types.INTEGRATION_TIMEOUT, 504, 'timeout', 'There was no answer in time');
  respond('Failed', types.DEFAULT_5XX, 500, 'internal_error', 'Something went wrong on our side');
}

/** Not JSON before the gateway has put its message in, which it quotes and escapes itself. */
function problem(known: { title: string; status: number; code: string }): string {
  const fields = JSON.stringify({ type: 'about:blank', ...known, instance: '$context.requestId' });
  return fields.replace(/\}$/, ',"detail":$context.error.messageString}');
}
