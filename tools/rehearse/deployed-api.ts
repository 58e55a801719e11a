import type { APIGatewayProxyResult } from 'aws-lambda';
import { REGION } from '../../lib/config/names';
import { ACCOUNT } from './configuration';
import type { Deployment } from './deployment';
import type { DeployedResource } from './record';

export interface DeployedRoute {
  readonly method: string;
  /** Such as `/v1/videos/{id}`. */
  readonly path: string;
  readonly functionName: string;
  /** Function that is asked first; null where nobody is. */
  readonly authorizerName: string | null;
  readonly methodArn: string;
}

/** The routes of a deployed REST API, and how it says no. */
export class DeployedApi {
  readonly id: string;
  readonly routes: readonly DeployedRoute[];
  /** Bytes of an answer from which it is compressed; undefined = none is. */
  readonly compressedFrom: number | undefined;
  private readonly refusals: readonly DeployedResource[];

  constructor(deployment: Deployment) {
    const { name, properties: api } = deployment.one('AWS::ApiGateway::RestApi');
    this.id = name ?? '';
    const { MinimumCompressionSize: size } = api;
    this.compressedFrom = size === undefined ? undefined : Number(size);
    this.refusals = deployment.all('AWS::ApiGateway::GatewayResponse');
    const parts = new Map(
      deployment.all('AWS::ApiGateway::Resource').map(({ name, properties }) => [name, properties]),
    );
    const pathOf = (id: unknown): string => {
      const part = parts.get(id as string);
      return part ? `${pathOf(part['ParentId'])}/${String(part['PathPart'])}` : '';
    };
    this.routes = deployment.all('AWS::ApiGateway::Method').map(({ properties }) => {
      const method = String(properties['HttpMethod']);
      const path = pathOf(properties['ResourceId']) || '/';
      return {
        method,
        path,
        functionName: functionIn((properties['Integration'] as { Uri: string }).Uri),
        authorizerName:
          properties['AuthorizationType'] === 'CUSTOM'
            ? authorizerNamed(deployment, String(properties['AuthorizerId']))
            : null,
        methodArn: `arn:aws:execute-api:${REGION}:${ACCOUNT}:${this.id}/${deployment.environmentSuffix}/${method}${path}`,
      };
    });
  }

  /** A part that is written out goes before one that stands for any. */
  match(method: string, path: string): DeployedRoute | undefined {
    return this.routes
      .filter((route) => route.method === method && patternOf(route.path).test(path))
      .sort((a, b) => a.path.split('{').length - b.path.split('{').length)[0];
  }

  /** What the gateway answers by itself; as it was deployed, else AWS's own. */
  refusal(type: string, requestId: string, message: string): APIGatewayProxyResult {
    const own = this.refusals.find(({ properties }) => properties['ResponseType'] === type);
    const { StatusCode: status = '403', ResponseTemplates: templates = {} } = (own?.properties ??
      {}) as { StatusCode?: string; ResponseTemplates?: Record<string, string> };
    const template = templates['application/json'] ?? '{"message":$context.error.messageString}';
    return {
      statusCode: Number(status),
      headers: { 'content-type': 'application/problem+json' },
      body: template
        .replaceAll('$context.requestId', requestId)
        .replaceAll('$context.error.messageString', JSON.stringify(message)),
    };
  }
}

export function patternOf(path: string): RegExp {
  const parts = path
    .split('/')
    .map((part) => (/^\{.*\}$/.test(part) ? '([^/]+)' : part.replaceAll('.', '\\.')));
  return new RegExp(`^${parts.join('/')}$`);
}

function authorizerNamed(deployment: Deployment, id: string): string {
  const { properties } = deployment.named('AWS::ApiGateway::Authorizer', id);
  return functionIn(String(properties['AuthorizerUri']));
}

function functionIn(uri: string): string {
  return /:function:([\w-]+)(?::\w+)?\/invocations$/.exec(uri)?.[1] ?? '';
}
