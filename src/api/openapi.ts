import { hash } from 'node:crypto';
import * as z from 'zod';
import { createDocument } from 'zod-openapi';
import type { ZodOpenApiOperationObject, ZodOpenApiResponsesObject } from 'zod-openapi';
import { exampleProblem, examples } from './openapi-examples';
import { problemSchema } from './route-schemas';
import { type OperationId, type Route, type RouteResponse, routes } from './routes';

type Responses = Readonly<Record<number, RouteResponse>>;

/** The OpenAPI document as it is sent; made at the first call, as a cold start has no use for it. */
export function openApi(): { readonly text: string; readonly etag: string } {
  return (made ??= make());
}
let made: ReturnType<typeof make> | undefined;

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
const retryAfter = z.object({ 'retry-after': z.string().describe('Seconds') });
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
  429: problem('Too many requests; wait before the next one'),
  500: problem('A fault of ours; nothing about it is told but the id of the request'),
};

const DESCRIPTION = `Takes videos in and tells what they are made of.

A file goes in by asking for an upload, sending the bytes to the addresses in the answer and, for an
upload in parts, completing it. A worker then reads it; its \`status\` tells how far it is.

Errors are problem details (RFC 9457); \`code\` is for programs, \`detail\` for people. Send the key
as \`x-api-key\`; \`Authorization: Bearer\` works too.`;

function make() {
  const paths: Record<string, Record<string, ZodOpenApiOperationObject>> = {};
  for (const route of routes) {
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: operationOf(route) };
  }
  const text = JSON.stringify(
    createDocument({
      openapi: '3.1.0',
      info: {
        title: 'StreamTech video platform',
        version: '1.0.0',
        description: DESCRIPTION,
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      // relative to this document: right behind any stage, proxy or port
      servers: [{ url: '..' }],
      tags: [
        { name: 'Uploads', description: 'Handing over the bytes' },
        { name: 'Videos', description: 'The catalogue' },
        { name: 'Quality', description: 'What is measured of a video, and how it is judged' },
        { name: 'Service', description: 'About the API itself' },
      ],
      paths,
      components: {
        securitySchemes: {
          apiKey: { type: 'apiKey', in: 'header', name: 'x-api-key' },
          bearer: { type: 'http', scheme: 'bearer', description: 'The same key' },
        },
      },
    }),
  );
  return { text, etag: `"${hash('sha256', text, 'hex').slice(0, 16)}"` };
}

function operationOf(route: Route & { operationId: OperationId }): ZodOpenApiOperationObject {
  const { operationId, summary, tag, access, params, query, headers, body } = route;
  const example = examples[operationId];
  return {
    operationId,
    summary,
    tags: [tag],
    ...(access !== 'public' && { description: `Needs the scope \`${access}\`.` }),
    // the scopes of a key, as OpenAPI 3.1 has them for every kind of scheme
    security: access === 'public' ? [] : [{ apiKey: [access] }, { bearer: [access] }],
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

function responseObjects(route: Route, example: unknown): ZodOpenApiResponsesObject {
  return Object.fromEntries(
    Object.entries(responsesOf(route)).map(
      ([status, { description, schema, mediaType, headers }]) => {
        const content =
          schema === problemSchema
            ? { 'application/problem+json': { schema, example: exampleProblem } }
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
