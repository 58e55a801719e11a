import type { SchemaObject } from 'ajv';
import { ResponseType } from 'aws-cdk-lib/aws-apigateway';

/** The cases that the CDK knows API Gateway to have an answer for. */
const responseTypes = Object.values(ResponseType)
  .filter((each) => each instanceof ResponseType)
  .map(({ responseType }) => responseType);

const AUTHORIZED = ['CUSTOM', 'COGNITO_USER_POOLS'];

/** API Gateway developer guide and API reference; WAF developer guide, "AWS Managed Rules rule groups list". */
export const apiValues: Readonly<Record<string, SchemaObject>> = {
  'AWS::ApiGateway::RestApi': {
    properties: {
      EndpointConfiguration: { properties: { Types: { items: { enum: ['REGIONAL'] } } } },
      SecurityPolicy: { enum: ['TLS_1_2', 'SecurityPolicy_TLS13_1_2_2021_06'] },
    },
  },
  'AWS::ApiGateway::Authorizer': {
    properties: {
      IdentitySource: {
        type: 'string',
        pattern:
          '^$|^(method\\.request\\.(header|querystring)|context|stageVariables)\\.[\\w.-]+(,|$)',
      },
    },
    if: { properties: { AuthorizerResultTtlInSeconds: { minimum: 1 } } },
    then: { required: ['IdentitySource'] },
  },
  'AWS::ApiGateway::Method': {
    properties: {
      AuthorizationType: { enum: ['NONE', 'AWS_IAM', ...AUTHORIZED] },
      HttpMethod: { enum: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'ANY'] },
      Integration: {
        // Lambda takes no other verb
        if: { properties: { Type: { const: 'AWS_PROXY' } } },
        then: { properties: { IntegrationHttpMethod: { const: 'POST' } } },
      },
    },
    if: { properties: { AuthorizationType: { enum: AUTHORIZED } } },
    then: { required: ['AuthorizerId'] },
    else: { properties: { AuthorizerId: false } },
  },
  'AWS::ApiGateway::Resource': {
    properties: { PathPart: { type: 'string', pattern: '^([\\w.:$-]+|\\{[\\w.:-]+\\+?\\})$' } },
  },
  'AWS::ApiGateway::GatewayResponse': {
    properties: {
      ResponseType: { enum: responseTypes },
      StatusCode: { type: 'string', pattern: '^[1-5]\\d\\d$' },
      ResponseParameters: {
        propertyNames: { pattern: '^gatewayresponse\\.(header|querystring|path)\\.' },
      },
    },
  },
  'AWS::ApiGateway::Model': {
    properties: {
      Name: { type: 'string', pattern: '^[a-zA-Z0-9]+$' },
      Schema: { $ref: '#/$defs/schema' },
    },
    $defs: {
      // the types of JSON Schema draft 4, wherever a model has one
      schema: {
        properties: {
          type: {
            anyOf: [{ $ref: '#/$defs/type' }, { type: 'array', items: { $ref: '#/$defs/type' } }],
          },
          properties: { additionalProperties: { $ref: '#/$defs/schema' } },
          items: { $ref: '#/$defs/schema' },
        },
      },
      type: { enum: ['array', 'boolean', 'integer', 'null', 'number', 'object', 'string'] },
    },
  },
  'AWS::ApiGateway::Stage': {
    properties: {
      StageName: { type: 'string', pattern: '^\\w{1,128}$' },
      AccessLogSetting: {
        required: ['DestinationArn', 'Format'],
        properties: {
          Format: { type: 'string', pattern: '\\$context\\.(requestId|extendedRequestId)\\b' },
        },
      },
      MethodSettings: {
        items: { properties: { LoggingLevel: { enum: ['OFF', 'ERROR', 'INFO'] } } },
      },
    },
  },
  'AWS::ApiGateway::UsagePlan': {
    properties: { Quota: { properties: { Period: { enum: ['DAY', 'WEEK', 'MONTH'] } } } },
  },
  'AWS::ApiGateway::ApiKey': {
    properties: { Value: { type: 'string', minLength: 20, maxLength: 128 } },
  },
  'AWS::WAFv2::WebACL': {
    properties: {
      // CloudFront's are in us-east-1
      Scope: { const: 'REGIONAL' },
      Rules: {
        items: {
          if: {
            properties: { Statement: { required: ['ManagedRuleGroupStatement'] } },
          },
          then: { required: ['OverrideAction'], properties: { Action: false } },
          else: { required: ['Action'] },
          properties: {
            Statement: {
              properties: {
                ManagedRuleGroupStatement: {
                  properties: {
                    Name: {
                      enum: [
                        'AWSManagedRulesAmazonIpReputationList',
                        'AWSManagedRulesKnownBadInputsRuleSet',
                        'AWSManagedRulesCommonRuleSet',
                        'AWSManagedRulesSQLiRuleSet',
                      ],
                    },
                  },
                },
              },
            },
          },
        },
      },
    },
  },
};
