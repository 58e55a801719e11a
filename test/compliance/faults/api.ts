import { all, copy, drop, type Fault, remove, resourceIn, set } from './fault';

const METHOD = 'GatewayApiv1videosPOST';

export const apiFaults: readonly Fault[] = [
  ['a route with a custom authorizer and none named', remove(METHOD, 'AuthorizerId'), 'Values'],
  ['an authorizer on a route that has none', set(METHOD, 'AuthorizationType', 'NONE'), 'Values'],
  [
    'a kind of authorization that does not exist',
    set(METHOD, 'AuthorizationType', 'API_KEY'),
    'Values',
  ],
  [
    'a decision kept for longer than an hour',
    set('Authorizer', 'AuthorizerResultTtlInSeconds', 7_200),
    'E3718',
  ],
  [
    'a decision kept by nothing',
    // it names no source, and so must not keep its decisions
    set('Authorizer', 'AuthorizerResultTtlInSeconds', 300),
    'Values',
  ],
  [
    'an identity that no request has',
    set('Authorizer', 'IdentitySource', 'request.header.Authorization'),
    'Values',
  ],
  [
    'an authorizer of users without a pool',
    set('Authorizer', 'Type', 'COGNITO_USER_POOLS'),
    'E3708',
  ],
  ['a function that the API may not call', drop('AWS::Lambda::Permission'), 'Invocations'],
  [
    'a function that is called by another verb',
    set(METHOD, 'Integration/IntegrationHttpMethod', 'GET'),
    'Values',
  ],
  ['a verb that does not exist', set(METHOD, 'HttpMethod', 'FETCH'), 'Values'],
  ['a route twice', copy(METHOD, 'Twin'), 'E3019'],
  ['a path twice', copy('GatewayApiv1videos', 'Twin'), 'Routes'],
  [
    'two variables in a place of a path',
    all(copy('GatewayApiv1videosid', 'Twin'), (t) => {
      (t.Resources['Twin'] as { Properties: Record<string, unknown> }).Properties['PathPart'] =
        '{videoId}';
    }),
    'Routes',
  ],
  ['a path with a slash', set('GatewayApiv1videos', 'PathPart', 'videos/all'), 'Values'],
  ['a status that does not exist', set('GatewayApiBadBody', 'StatusCode', '4000'), 'Values'],
  [
    'an answer to what never happens',
    set('GatewayApiBadBody', 'ResponseType', 'BAD_BODY'),
    'Values',
  ],
  ['an answer twice', set('GatewayApiBadBody', 'ResponseType', 'BAD_REQUEST_PARAMETERS'), 'Routes'],
  [
    'a header of an answer that is none',
    set('GatewayApiBadBody', 'ResponseParameters', { 'header.content-type': "'text/plain'" }),
    'Values',
  ],
  ['a model by a name with a hyphen', set('RoutesCreateVideo', 'Name', 'Create-Video'), 'Values'],
  [
    'a model that API Gateway does not read',
    set('RoutesCreateVideo', 'Schema/properties/fileName/type', 'text'),
    'Values',
  ],
  [
    'a deployment before its routes',
    (t) => {
      Object.assign(resourceIn(t, 'AWS::ApiGateway::Deployment'), { DependsOn: [] });
    },
    'Routes',
  ],
  ['a stage by a name with a slash', set('AWS::ApiGateway::Stage', 'StageName', 'a/b'), 'Values'],
  [
    'an access log without a format',
    remove('AWS::ApiGateway::Stage', 'AccessLogSetting/Format'),
    'Values',
  ],
  [
    'an access log without the id of the request',
    set('AWS::ApiGateway::Stage', 'AccessLogSetting/Format', '{"ip":"$context.identity.sourceIp"}'),
    'Values',
  ],
  [
    'a level of logs that does not exist',
    set('AWS::ApiGateway::Stage', 'MethodSettings/0/LoggingLevel', 'WARN'),
    'Values',
  ],
  ['a quota of a year', set('UsagePlan', 'Quota/Period', 'YEAR'), 'Values'],
  ['a key of fewer than 20 characters', set('UsageKey', 'Value', 'short'), 'Values'],
  [
    'a kind of endpoint that does not exist',
    set('GatewayApi', 'EndpointConfiguration/Types', ['LOCAL']),
    'Values',
  ],
  ['a policy of TLS that does not exist', set('GatewayApi', 'SecurityPolicy', 'TLS_1_4'), 'Values'],
  ['two rules of a priority', set('FirewallAcl', 'Rules/1/Priority', 0), 'UniqueNames'],
  ['two rules of a name', set('FirewallAcl', 'Rules/1/Name', 'RatePerAddress'), 'UniqueNames'],
  [
    'rules of AWS that do not exist',
    set(
      'FirewallAcl',
      'Rules/1/Statement/ManagedRuleGroupStatement/Name',
      'AWSManagedRulesIpReputationList',
    ),
    'Values',
  ],
  ['a firewall of another scope', set('FirewallAcl', 'Scope', 'CLOUDFRONT'), 'Values'],
  [
    'an action in place of its override',
    all(
      remove('FirewallAcl', 'Rules/1/OverrideAction'),
      set('FirewallAcl', 'Rules/1/Action', { Block: {} }),
    ),
    'Values',
  ],
  [
    'fewer requests than WAF counts',
    set('FirewallAcl', 'Rules/0/Statement/RateBasedStatement/Limit', 5),
    'F3034',
  ],
];
