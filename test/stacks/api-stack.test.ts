import Ajv from 'ajv';
import { Match, type Template } from 'aws-cdk-lib/assertions';
import type { Problem } from '../../src/api/route-schemas';
import { problemSchema } from '../../src/api/route-schemas';
import { routes } from '../../src/api/routes';
import { pagePaths } from '../../src/runtime/page-paths';
import { aStage, templateOf } from '../support/factories/stage';
import { type Get, reader, stageTemplate } from '../support/templates';

const domain = {
  name: 'video.example.jp',
  certificateArn:
    'arn:aws:acm:ap-northeast-1:111111111111:certificate/0a1b2c3d-0123-4567-89ab-0123456789ab',
  hostedZoneId: 'Z0123456789ABCDEFGHIJ',
};

describe('API', () => {
  let template: Template;
  let methods: { route: string; get: Get }[];
  beforeAll(() => {
    template = stageTemplate('Api');
    const pathOf = paths(template);
    methods = Object.values(template.findResources('AWS::ApiGateway::Method')).map((method) => {
      const get = reader(method['Properties']);
      return { route: `${String(get('HttpMethod'))} ${pathOf(get('ResourceId/Ref'))}`, get };
    });
  });

  const pages = pagePaths.map((path) => `GET ${path}`);

  it('has the routes of the code and the paths of its pages, and no other', () => {
    expect(methods.map(({ route }) => route).sort()).toEqual(
      [...pages, ...routes.map(({ method, path }) => `${method} ${path}`)].sort(),
    );
  });

  it('may put certificates under new keys alone, and delete them with their video', () => {
    const statements = Object.values(template.findResources('AWS::IAM::Policy'))
      .flatMap(({ Properties }) => (Properties as WithStatements).PolicyDocument.Statement)
      .filter(({ Resource }) => JSON.stringify(Resource).includes('/certificates/*'));
    expect(
      statements.map(({ Action, Condition }) => [[Action].flat().sort(), Condition ?? null]),
    ).toEqual(
      expect.arrayContaining([
        [['s3:DeleteObject', 's3:DeleteObjectVersion', 's3:GetObject'], null],
        [['s3:PutObject'], { Null: { 's3:if-none-match': 'false' } }],
      ]),
    );
    expect(statements).toHaveLength(2);
  });

  // The gateway takes one variable below a path, and makes a renamed one before the old one goes: another name
  // is refused as a sibling (docs/adr/0002).
  it('has the path variables that it was first deployed with', () => {
    const variables = routes.flatMap(({ path }) =>
      [...path.matchAll(/\{\w+\}/g)].map((found) => path.slice(0, found.index + found[0].length)),
    );
    expect([...new Set(variables)].sort()).toEqual([
      '/v1/qc/profiles/{profileId}',
      '/v1/videos/{id}',
      '/v1/videos/{id}/cases/{caseId}',
      '/v1/videos/{id}/qc/certificates/{certificateId}',
      '/v1/videos/{id}/qc/findings/{findingId}',
    ]);
  });

  it('lets nobody in without a key where the code wants one', () => {
    const open = methods
      .filter(({ get }) => get('AuthorizationType') !== 'CUSTOM')
      .map(({ route }) => route);
    const publicRoutes = routes.filter(({ access }) => access === 'public');
    expect(open.sort()).toEqual(
      [...pages, ...publicRoutes.map(({ method, path }) => `${method} ${path}`)].sort(),
    );
  });

  it('refuses a body that the code would refuse, before it costs an invocation', () => {
    template.hasResourceProperties('AWS::ApiGateway::Model', {
      Name: 'CreateVideo',
      Schema: Match.objectLike({
        $schema: 'http://json-schema.org/draft-04/schema#',
        type: 'object',
        required: ['fileName', 'sizeBytes'],
      }),
    });
    const withBody = routes.filter((route) => 'body' in route).length;
    const validated = methods.filter(({ get }) => get('RequestModels') !== undefined);
    expect(validated).toHaveLength(withBody);
  });

  it('leaves patterns to the code, since the gateway may read them in another way', () => {
    const models = JSON.stringify(template.findResources('AWS::ApiGateway::Model'));
    expect(models).toContain('"maxLength":255');
    expect(models).not.toMatch(/"pattern"|"allOf"/);
  });

  it('says no in problem details, whatever the message holds', () => {
    const refusals = Object.values(template.findResources('AWS::ApiGateway::GatewayResponse'));
    const message = 'Invalid "x"\n';
    for (const { Properties } of refusals) {
      const { ResponseTemplates, StatusCode } = Properties as GatewayResponse;
      const body = JSON.parse(
        ResponseTemplates['application/json']
          // as documented: the message in double quotes, escaped
          .replace('$context.error.messageString', JSON.stringify(message))
          .replace('$context.requestId', '4a1b'),
      ) as Problem;
      expect(problemSchema.parse(body)).toMatchObject({ detail: message, instance: '4a1b' });
      expect(String(body.status)).toBe(StatusCode);
    }
    expect(refusals.length).toBeGreaterThan(5);
  });

  it('says how long to wait where it throttles', () => {
    for (const [ResponseType, seconds] of [
      ['THROTTLED', "'1'"],
      ['QUOTA_EXCEEDED', "'3600'"],
    ]) {
      template.hasResourceProperties('AWS::ApiGateway::GatewayResponse', {
        ResponseType,
        ResponseParameters: { 'gatewayresponse.header.retry-after': seconds },
      });
    }
  });

  it('finds the page in its bundle, and takes no bytes for text: there are none', () => {
    const [handler] = Object.values(
      template.findResources('AWS::Lambda::Function', {
        Properties: { FunctionName: 'streamtech-api-test' },
      }),
    );
    const get = reader(handler?.['Properties']);
    expect(get('Environment/Variables/PAGE_DIRECTORY')).toBe('/var/task/page');
    expect(get('Environment/Variables/SWAGGER_UI_DIRECTORY')).toBe('/var/task/swagger-ui');
    template.hasResourceProperties('AWS::ApiGateway::RestApi', {
      BinaryMediaTypes: Match.absent(),
    });
  });

  it('compresses answers from 1 kB on, as the function does not', () => {
    template.hasResourceProperties('AWS::ApiGateway::RestApi', { MinimumCompressionSize: 1024 });
  });

  it('lets scripts of the pages in that are named, on every path, and of no other', () => {
    const allowedOrigins = ['https://video.example.jp', 'https://other.example.jp'];
    const open = templateOf(aStage({ allowedOrigins }), 'api');
    const preflights = open.findResources('AWS::ApiGateway::Method', {
      Properties: { HttpMethod: 'OPTIONS' },
    });
    expect(Object.keys(preflights)).toHaveLength(new Set(routes.map(({ path }) => path)).size);
    for (const { Properties } of Object.values(preflights)) {
      const answer = JSON.stringify(Properties);
      expect(reader(Properties)('Integration/Type')).toBe('MOCK');
      for (const origin of allowedOrigins) expect(answer).toContain(origin);
      expect(answer).toContain('if-match,if-none-match,x-api-key');
    }
    open.hasResourceProperties('AWS::Lambda::Function', {
      Environment: {
        Variables: Match.objectLike({ ALLOWED_ORIGINS: allowedOrigins.join(',') }),
      },
    });
    const refusals = Object.values(open.findResources('AWS::ApiGateway::GatewayResponse'));
    for (const { Properties } of refusals) {
      expect(reader(Properties)('ResponseParameters')).toMatchObject({
        'gatewayresponse.header.access-control-allow-origin': "'*'",
      });
    }
    const closed = JSON.stringify(template.toJSON());
    expect(closed).not.toMatch(/access-control|ALLOWED_ORIGINS|"OPTIONS"/i);
  });

  it('answers a key that is unknown, or is missing, as the OpenAPI document says', () => {
    for (const ResponseType of ['ACCESS_DENIED', 'INVALID_API_KEY', 'UNAUTHORIZED']) {
      template.hasResourceProperties('AWS::ApiGateway::GatewayResponse', {
        ResponseType,
        StatusCode: '401',
        ResponseTemplates: {
          'application/json': Match.stringLikeRegexp('"code":"unauthenticated"'),
        },
      });
    }
  });

  describe('the bucket', () => {
    const origins = (of: Template) => {
      const [resource] = Object.values(of.findResources('Custom::UploadOrigins'));
      return reader(resource?.['Properties'])('Origins');
    };
    const given = {
      'Fn::Join': [
        '',
        [
          'https://',
          { Ref: Match.stringLikeRegexp('^GatewayApi') },
          '.execute-api.ap-northeast-1.',
          { Ref: 'AWS::URLSuffix' },
        ],
      ],
    };

    it('takes bytes from the page of this environment, and from no other', () => {
      template.hasResourceProperties('Custom::UploadOrigins', {
        Bucket: Match.anyValue(),
        Origins: [given],
      });
      expect(JSON.stringify(origins(template))).not.toContain('*');
    });

    it('takes bytes from its page by both names, and from the pages that are configured', () => {
      const allowedOrigins = ['https://other.example.jp'];
      const template = templateOf(aStage({ allowedOrigins, domain }), 'api');
      template.hasResourceProperties('Custom::UploadOrigins', {
        Origins: ['https://video.example.jp', given, ...allowedOrigins],
      });
    });

    it('is told by a role that may do nothing else to it', () => {
      template.hasResourceProperties('AWS::IAM::Policy', {
        PolicyName: Match.stringLikeRegexp('^UploadOriginsAllowRole'),
        PolicyDocument: {
          Statement: [
            Match.objectLike({ Action: ['logs:CreateLogStream', 'logs:PutLogEvents'] }),
            {
              Action: 's3:PutBucketCORS',
              Effect: 'Allow',
              Resource: { 'Fn::ImportValue': Match.stringLikeRegexp('IngestBucket.*Arn') },
            },
          ],
        },
      });
    });
  });

  describe('a domain', () => {
    let template: Template;
    beforeAll(() => {
      template = templateOf(aStage({ domain }), 'api');
    });

    it('serves the API without its stage, under the given certificate, over TLS 1.2 or newer', () => {
      template.hasResourceProperties('AWS::ApiGateway::DomainName', {
        DomainName: 'video.example.jp',
        RegionalCertificateArn: domain.certificateArn,
        SecurityPolicy: 'TLS_1_2',
        EndpointConfiguration: { Types: ['REGIONAL'] },
      });
      template.hasResourceProperties('AWS::ApiGateway::BasePathMapping', {
        BasePath: Match.absent(),
        Stage: { Ref: Match.stringLikeRegexp('Stage') },
      });
    });

    it('has its record in the zone that is named', () => {
      template.hasResourceProperties('AWS::Route53::RecordSet', {
        Name: 'video.example.jp.',
        Type: 'A',
        HostedZoneId: 'Z0123456789ABCDEFGHIJ',
      });
      expect(template.toJSON()).not.toHaveProperty('Outputs.DomainTarget');
    });

    it('has no record where somebody else makes it, and says what of', () => {
      const template = templateOf(
        aStage({ domain: { ...domain, hostedZoneId: 'elsewhere' } }),
        'api',
      );
      template.resourceCountIs('AWS::Route53::RecordSet', 0);
      template.hasOutput('DomainTarget', {
        Value: { 'Fn::GetAtt': [Match.anyValue(), 'RegionalDomainName'] },
      });
    });

    it('is where people find the page; without one it is the address of the API', () => {
      template.hasOutput('PageUrl', { Value: 'https://video.example.jp/' });
      const without = stageTemplate('Api');
      const { PageUrl, ApiUrl } = without.toJSON()['Outputs'] as Record<string, unknown>;
      expect(PageUrl).toEqual(ApiUrl);
      without.resourceCountIs('AWS::ApiGateway::DomainName', 0);
    });
  });

  it('takes TLS 1.2 and newer only', () => {
    template.hasResourceProperties('AWS::ApiGateway::RestApi', {
      SecurityPolicy: 'SecurityPolicy_TLS13_1_2_2021_06',
      EndpointConfiguration: { Types: ['REGIONAL'] },
    });
  });

  it('has its execution log before it has a stage', () => {
    template.hasResource('AWS::ApiGateway::Stage', {
      DependsOn: Match.arrayWith([Match.stringLikeRegexp('ExecutionLog')]),
      Properties: { MethodSettings: [Match.objectLike({ LoggingLevel: 'ERROR' })] },
    });
  });

  it('counts its requests, and writes no body and no key into its log', () => {
    template.hasResourceProperties('AWS::ApiGateway::Stage', {
      MethodSettings: [Match.objectLike({ MetricsEnabled: true, DataTraceEnabled: false })],
    });
  });

  it('says in its access log who asked for what, and with what end', () => {
    const [stage] = Object.values(template.findResources('AWS::ApiGateway::Stage'));
    const format = reader(stage?.['Properties'])('AccessLogSetting/Format');
    const names = Object.keys(JSON.parse(String(format)) as object);
    expect(names).toEqual(
      expect.arrayContaining(['requestId', 'time', 'ip', 'client', 'method', 'path', 'status']),
    );
  });

  it('lets through what is configured, twice as much for a moment, a quarter of it all day', () => {
    const template = templateOf(aStage({ apiRequestsPerSecond: 70 }), 'api');
    template.hasResourceProperties('AWS::ApiGateway::Stage', {
      MethodSettings: [Match.objectLike({ ThrottlingRateLimit: 70, ThrottlingBurstLimit: 140 })],
    });
    template.hasResourceProperties('AWS::ApiGateway::UsagePlan', {
      Throttle: { RateLimit: 70, BurstLimit: 140 },
      Quota: { Limit: (70 * 24 * 60 * 60) / 4, Period: 'DAY' },
    });
  });

  it('answers by itself before the gateway gives it up, with a processor of its own', () => {
    const GATEWAY_SECONDS = 29;
    const called = [
      ...Object.values(template.findResources('AWS::ApiGateway::Method')),
      ...Object.values(template.findResources('AWS::ApiGateway::Authorizer')),
    ].map(({ Properties }) => JSON.stringify(Properties));
    called.push(JSON.stringify(template.findResources('AWS::Lambda::Version')));
    const functions = Object.entries(template.findResources('AWS::Lambda::Function')).filter(
      ([id]) => called.some((caller) => caller.includes(`"${id}"`)),
    );
    expect(functions).toHaveLength(2);
    for (const [, { Properties }] of functions) {
      expect(Number(reader(Properties)('Timeout'))).toBeLessThan(GATEWAY_SECONDS);
    }
    template.hasResourceProperties('AWS::Lambda::Function', {
      FunctionName: 'streamtech-api-test',
      MemorySize: 1769, // MiB, from which Lambda gives one vCPU
    });
  });

  it('refuses parameters that the code would refuse, on every route', () => {
    template.allResourcesProperties('AWS::ApiGateway::RequestValidator', {
      ValidateRequestParameters: true,
    });
  });

  it('blocks what the rules of AWS know, and keeps keys out of the log of the firewall', () => {
    const managed = ['AmazonIpReputationList', 'KnownBadInputsRuleSet', 'CommonRuleSet'];
    template.hasResourceProperties('AWS::WAFv2::WebACL', {
      Rules: Match.arrayWith(
        managed.map((name) =>
          Match.objectLike({ Name: `AWSManagedRules${name}`, OverrideAction: { None: {} } }),
        ),
      ),
    });
    template.hasResourceProperties('AWS::WAFv2::LoggingConfiguration', {
      RedactedFields: ['x-api-key', 'authorization'].map((Name) => ({ SingleHeader: { Name } })),
    });
  });

  it('is behind the firewall', () => {
    template.hasResource('AWS::WAFv2::WebACLAssociation', {
      DependsOn: Match.arrayWith([Match.stringLikeRegexp('Stage')]),
    });
    template.hasResourceProperties('AWS::WAFv2::WebACL', {
      Rules: Match.arrayWith([
        Match.objectLike({
          Statement: {
            RateBasedStatement: { AggregateKeyType: 'IP', EvaluationWindowSec: 300, Limit: 15_000 },
          },
        }),
        Match.objectLike({
          Statement: {
            ManagedRuleGroupStatement: { VendorName: 'AWS', Name: 'AWSManagedRulesCommonRuleSet' },
          },
        }),
      ]),
    });
  });

  it('lets one address use all of the requests a second that all clients may', () => {
    const api = templateOf(aStage({ apiRequestsPerSecond: 1000, apiConcurrency: 10 }), 'api');
    const acl = JSON.stringify(api.findResources('AWS::WAFv2::WebACL'));
    expect(acl).toMatch(/"RateBasedStatement":\{[^}]*"Limit":300000\}/);
  });

  it.each([
    ...['cmCode', 'programmeCode', 'materialCode', 'ageRating', 'standardsProfile'],
    ...['credit', 'captions/properties/exclusion'],
  ])('takes null where the code does, in its model too: %s', (property) => {
    const model = { Properties: { Name: 'PutProgramme' } };
    const [found] = Object.values(template.findResources('AWS::ApiGateway::Model', model));
    const schema = reader(found?.['Properties'])(`Schema/properties/${property}`);
    const accepts = new Ajv({ strict: false }).compile(schema as object);
    expect([accepts(null), accepts(7), accepts(undefined)]).toEqual([true, false, false]);
  });

  it('counts every request with a key against the usage plan', () => {
    template.hasResourceProperties('AWS::ApiGateway::RestApi', { ApiKeySourceType: 'AUTHORIZER' });
    template.hasResourceProperties('AWS::ApiGateway::ApiKey', {
      Value: 'streamtech-clients-test-usage',
    });
    template.hasResourceProperties('AWS::Lambda::Function', {
      Environment: {
        Variables: Match.objectLike({ USAGE_IDENTIFIER_KEY: 'streamtech-clients-test-usage' }),
      },
    });
    const uncounted = methods.filter(
      ({ get }) => get('AuthorizationType') === 'CUSTOM' && get('ApiKeyRequired') !== true,
    );
    expect(uncounted).toEqual([]);
  });

  it('runs its function in the network, and the authorizer outside', () => {
    template.resourcePropertiesCountIs(
      'AWS::Lambda::Function',
      { VpcConfig: Match.anyValue(), Runtime: 'nodejs24.x', Architectures: ['arm64'] },
      1,
    );
  });

  it('owns the account role for logs in one environment only', () => {
    template.resourceCountIs('AWS::ApiGateway::Account', 1);
    const copy = templateOf(aStage({ apiGatewayLogRole: 'owned-elsewhere' }), 'api');
    expect(copy.findResources('AWS::ApiGateway::Account')).toEqual({});
  });
});

interface GatewayResponse {
  readonly StatusCode: string;
  readonly ResponseTemplates: { readonly 'application/json': string };
}

/** From the id of a resource to its path, such as `/v1/videos/{id}`. */
function paths(template: Template) {
  const resources = template.findResources('AWS::ApiGateway::Resource');
  const pathOf = (id: unknown): string => {
    const resource = resources[String(id)];
    if (!resource) return '/'; // the root is none of these
    const get = reader(resource['Properties']);
    const parent = get('ParentId/Ref');
    return `${parent === undefined ? '' : pathOf(parent)}/${String(get('PathPart'))}`;
  };
  return pathOf;
}

interface WithStatements {
  readonly PolicyDocument: {
    readonly Statement: readonly {
      readonly Action: string | readonly string[];
      readonly Resource: unknown;
      readonly Condition?: unknown;
    }[];
  };
}
