import { Duration } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import * as z from 'zod';
import { crossOrigin } from '../../src/runtime/cross-origin';
import type { Route } from '../../src/api/routes';
import { acknowledge } from '../compliance/acknowledge';

export interface RestApiFromRoutesProps {
  /** The gateway that gets the routes. */
  readonly api: apigateway.IRestApi;
  /** The one list that the handlers and the OpenAPI document are made from too. */
  readonly routes: readonly Route[];
  /** Paths that the handler answers with pages. */
  readonly pagePaths: readonly string[];
  /** Answers them all. */
  readonly handler: lambda.IFunction;
  /** Guards every route that is not public. */
  readonly authorizer: apigateway.IAuthorizer;
  /** Pages on other hosts whose scripts may call it. */
  readonly allowedOrigins: readonly string[];
}

/**
 * A method for each route. The gateway refuses what it can see is wrong, before it costs an invocation;
 * the code checks again, and more.
 */
export class RestApiFromRoutes extends Construct {
  private readonly api: apigateway.IRestApi;
  private readonly guard: apigateway.MethodOptions;
  private readonly integration: apigateway.Integration;
  private readonly validators: Readonly<
    Record<'body' | 'parameters', apigateway.IRequestValidator>
  >;

  constructor(scope: Construct, id: string, props: RestApiFromRoutesProps) {
    super(scope, id);
    const { api: restApi, authorizer } = props;
    this.api = restApi;
    this.guard = {
      authorizationType: apigateway.AuthorizationType.CUSTOM,
      authorizer,
      apiKeyRequired: true, // the authorizer answers it: the usage plan counts by it
    };
    this.integration = new apigateway.LambdaIntegration(props.handler, {
      scopePermissionToMethod: false, // one permission for the API, not one for each route
    });
    this.validators = {
      body: new apigateway.RequestValidator(this, 'Body', {
        restApi,
        validateRequestBody: true,
        validateRequestParameters: true,
      }),
      parameters: new apigateway.RequestValidator(this, 'Parameters', {
        restApi,
        validateRequestParameters: true,
      }),
    };
    for (const route of props.routes) this.add(route);
    for (const path of props.pagePaths) this.addPage(path);
    if (props.allowedOrigins.length > 0) this.answerPreflights(props);
  }

  /** By the gateway itself: no invocation, and no key, which browsers don't send then. */
  private answerPreflights({ routes, allowedOrigins }: RestApiFromRoutesProps): void {
    for (const path of new Set(routes.map((route) => route.path))) {
      this.api.root.resourceForPath(path).addCorsPreflight({
        allowOrigins: [...allowedOrigins],
        allowMethods: [...crossOrigin.methods],
        allowHeaders: [...crossOrigin.requestHeaders],
        maxAge: Duration.seconds(crossOrigin.maxAgeSeconds),
      });
    }
  }

  private add(route: Route): void {
    const resource = this.api.root.resourceForPath(route.path);
    const method = resource.addMethod(route.method, this.integration, {
      operationName: route.operationId,
      requestParameters: {
        ...parameters('path', route.params),
        ...parameters('querystring', route.query),
        ...parameters('header', route.headers),
      },
      requestValidator: route.body ? this.validators.body : this.validators.parameters,
      ...(route.body && { requestModels: { 'application/json': this.model(route, route.body) } }),
      ...(route.access === 'public'
        ? { authorizationType: apigateway.AuthorizationType.NONE }
        : this.guard),
    });
    if (route.access === 'public') {
      acknowledgePublic(
        method,
        'Public by intent: the route list says so, it tells nothing about any video, and the firewall and the throttle stand before it.',
      );
    } else {
      acknowledge(method, {
        'AwsSolutions-COG4':
          'Programs call with API keys, which an authorizer of Cognito does not take: ours checks those, and the tokens of people from the user pool by the verifier of AWS, for the scope that the route asks for.',
      });
    }
  }

  private addPage(path: string): void {
    const method = this.api.root.resourceForPath(path).addMethod('GET', this.integration, {
      requestValidator: this.validators.parameters,
      authorizationType: apigateway.AuthorizationType.NONE,
    });
    acknowledgePublic(
      method,
      'A browser has no key before it has the page, whose files are the same for everybody and tell nothing about any video; what it asks the API for needs a key. The firewall and the throttle stand before it.',
    );
  }

  private model(route: Route, body: z.ZodObject): apigateway.IModel {
    const name = modelName(route);
    return new apigateway.Model(this, name, {
      restApi: this.api,
      modelName: name,
      contentType: 'application/json',
      description: route.summary,
      // the same language, in types that don't know of each other
      schema: schemaOf(body) as unknown as apigateway.JsonSchema,
    });
  }
}

function acknowledgePublic(method: apigateway.Method, reason: string): void {
  acknowledge(method, { 'AwsSolutions-APIG4': reason, 'AwsSolutions-COG4': reason });
}

/** API Gateway takes letters and digits only. */
function modelName(route: Route): string {
  return route.operationId.charAt(0).toUpperCase() + route.operationId.slice(1);
}

/** Which parameters there are, and whether they must be there. */
function parameters(
  place: 'path' | 'querystring' | 'header',
  schema: z.ZodObject | undefined,
): Record<string, boolean> {
  if (!schema) return {};
  const { required = [] } = schemaOf(schema);
  return Object.fromEntries(
    Object.keys(schema.shape).map((name) => [
      `method.request.${place}.${name}`,
      required.includes(name),
    ]),
  );
}

/** API Gateway reads JSON Schema draft 4. */
function schemaOf(schema: z.ZodObject) {
  return z.toJSONSchema(schema, {
    target: 'draft-4',
    io: 'input',
    unrepresentable: 'any',
    override: forTheGateway,
  });
}

/**
 * Patterns are left to the code. Ours are ECMAScript's with the flag `u`; the gateway's validator, in
 * Java, does not say what it takes, and where `\p{Cc}` is unknown it forbids the letters p and c.
 *
 * So are defaults: a validator fills in none, and CloudFormation refuses a template with `null`, which
 * some of them are.
 */
function forTheGateway({ jsonSchema }: { jsonSchema: z.core.JSONSchema.BaseSchema }): void {
  delete jsonSchema.default;
  delete jsonSchema.pattern;
  if (jsonSchema.type === 'string') delete jsonSchema.allOf; // of a text with several patterns
}
