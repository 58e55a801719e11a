import * as z from 'zod';
import { createDocument } from 'zod-openapi';
import type {
  ZodOpenApiOperationObject,
  ZodOpenApiOverride,
  ZodOpenApiResponsesObject,
} from 'zod-openapi';
import { examples } from './openapi-examples';
import { exampleProblem } from './problem-examples';
import { problemSchema, retryAfter } from './route-schemas';
import { type OperationId, type Route, type RouteResponse, routes } from './routes';

type Responses = Readonly<Record<number, RouteResponse>>;

/** The OpenAPI document as it is sent; made at the first call, as a cold start has no use for it. */
export function openApi(): string {
  return (made ??= make());
}
let made: string | undefined;

/** All answers of a route: its own, and those that any route of its kind can give. */
export function responsesOf(route: Route): Responses {
  return {
    ...common,
    ...(route.access !== 'public' && keyed),
    ...(route.method !== 'GET' && bodied),
    ...route.responses,
  };
}

const problem = (description: string, headers?: z.ZodObject): RouteResponse => ({
  description,
  schema: problemSchema,
  ...(headers && { headers }),
});
const challenge = z.object({ 'www-authenticate': z.string() });

const keyed: Responses = {
  401: problem('No key, or one that is not known or has expired', challenge),
  403: problem('The key lacks the scope that this operation needs'),
  503: problem('The database does not answer', retryAfter),
};
const bodied: Responses = {
  413: problem('The body is too large'),
  415: problem('The body is not JSON'),
};
const common: Responses = {
  429: problem('Too many requests; wait before the next one', retryAfter),
  500: problem('A fault of ours; nothing about it is told but the id of the request'),
};

const DESCRIPTION = `Takes videos in and tells what they are made of.

A file goes in by asking for an upload, sending the bytes to the addresses in the answer and, for an
upload in parts, completing it. A worker then reads it; its \`status\` tells how far it is. Whoever gets no
answer asks again under the same \`Idempotency-Key\`: there is still one video.

Errors are problem details (RFC 9457); \`code\` is for programs, \`detail\` for people. Send the key
as \`x-api-key\`; \`Authorization: Bearer\` works too, and takes the ID token of a person who has signed
in.`;

function make(): string {
  const paths: Record<string, Record<string, ZodOpenApiOperationObject>> = {};
  for (const route of routes) {
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: operationOf(route) };
  }
  const text = JSON.stringify(
    createDocument(
      {
        openapi: '3.1.0',
        info: {
          title: 'StreamTech video platform',
          version: '1.0.0',
          description: DESCRIPTION,
          contact: { name: 'The platform team of StreamTech Japan' },
          license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
        },
        // relative to this document: right behind any stage, proxy or port
        servers: [{ url: '..' }],
        tags: [
          { name: 'Uploads', description: 'Handing over the bytes' },
          { name: 'Videos', description: 'The catalogue' },
          { name: 'Quality', description: 'What is measured of a video, and how it is judged' },
          {
            name: 'Programmes',
            description: 'What a video is as a broadcast, and until when it is kept',
          },
          { name: 'Service', description: 'About the API itself' },
        ],
        paths,
        components: {
          securitySchemes: {
            apiKey: { type: 'apiKey', in: 'header', name: 'x-api-key' },
            bearer: {
              type: 'http',
              scheme: 'bearer',
              description: 'The same key, or the ID token of a person',
            },
          },
        },
      },
      { override: withoutTuples },
    ),
  );
  // patterns hold characters that nobody sees; whoever reads the document does
  return text.replaceAll(/[\p{Cc}\p{Cf}]/gu, escaped);
}

/**
 * A list of so many values of one kind instead of `prefixItems`, which generators of clients and linters
 * read in different ways.
 */
function withoutTuples({ jsonSchema }: Parameters<ZodOpenApiOverride>[0]): void {
  const { prefixItems } = jsonSchema;
  if (prefixItems === undefined) return;
  const [items] = prefixItems;
  const kinds = new Set(prefixItems.map((item) => JSON.stringify(item)));
  if (!items || kinds.size > 1) throw new Error('a tuple must hold values of one kind');
  const count = prefixItems.length;
  Object.assign(jsonSchema, { items, minItems: count, maxItems: count, prefixItems: undefined });
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

function needOf(access: Route['access']): string {
  if (access === 'public') return 'Needs no key.';
  return access === 'any' ? 'Needs a key, of whatever scopes.' : `Needs the scope \`${access}\`.`;
}

function operationOf(route: Route & { operationId: OperationId }): ZodOpenApiOperationObject {
  const { operationId, summary, tag, access, params, query, headers, body } = route;
  const example = examples[operationId];
  const asked = access === 'any' ? [] : [access];
  return {
    operationId,
    summary,
    tags: [tag],
    description: needOf(access),
    // the scopes of a key, as OpenAPI 3.1 has them for every kind of scheme
    security: access === 'public' ? [] : [{ apiKey: asked }, { bearer: asked }],
    requestParams: {
      ...(params && { path: params }),
      ...(query && { query }),
      ...(headers && { header: headers }),
    },
    ...(body && {
      requestBody: {
        required: true,
        content: { 'application/json': { schema: body, example: example?.request } },
      },
    }),
    responses: responseObjects(route, example?.response),
  };
}

function responseObjects(
  route: Route & { operationId: OperationId },
  example: unknown,
): ZodOpenApiResponsesObject {
  return Object.fromEntries(
    Object.entries(responsesOf(route)).map(
      ([status, { description, schema, mediaType, headers }]) => {
        const content =
          schema === problemSchema
            ? {
                'application/problem+json': {
                  schema,
                  example: exampleProblem(Number(status), route.operationId),
                },
              }
            : schema && {
                'application/json': { schema, ...(example !== undefined && { example }) },
              };
        const document = mediaType && { [mediaType]: { schema: { type: 'string' as const } } };
        return [
          status,
          {
            description,
            ...(headers && { headers }),
            ...((content ?? document) && { content: content ?? document }),
          },
        ];
      },
    ),
  );
}
