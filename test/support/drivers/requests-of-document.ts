import * as fc from 'fast-check';
import { escaped, hostileText } from '../factories/hostile-requests';

/* Requests that somebody makes who has the OpenAPI document and nothing else, and bends them here and there. */

export interface JsonSchema {
  readonly $ref?: string;
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly format?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
}

interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required?: boolean;
  readonly schema: JsonSchema;
  readonly example?: unknown;
}

export interface DocumentedOperation {
  readonly operationId: string;
  readonly method: string;
  readonly path: string;
  readonly parameters: readonly Parameter[];
  readonly requestBody?: {
    readonly content: Readonly<
      Record<string, { readonly schema: JsonSchema; readonly example?: unknown }>
    >;
  };
  /** By status. */
  readonly responses: Readonly<Record<string, unknown>>;
}

export interface OpenApiDocument {
  readonly paths: Readonly<
    Record<string, Readonly<Record<string, Omit<DocumentedOperation, 'method' | 'path'>>>>
  >;
}

export interface MadeRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly payload?: string;
}

export function operationsOf({ paths }: OpenApiDocument): DocumentedOperation[] {
  return Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({
      ...operation,
      parameters: (operation.parameters as readonly Parameter[] | undefined) ?? [],
      method: method.toUpperCase(),
      path,
    })),
  );
}

/** Requests of one operation, most of them as it documents them; `id` is one that is known. */
export function requestsOf(operation: DocumentedOperation, id: string): fc.Arbitrary<MadeRequest> {
  const { method, path, parameters, requestBody } = operation;
  const named = (place: Parameter['in']) => parameters.filter((each) => each.in === place);
  const valuesOf = (place: Parameter['in']) =>
    fc.record(
      Object.fromEntries(
        named(place).map(({ name, schema, example }) => [
          name,
          fc.oneof(...exampleOf(example), mostly(valueOf(schema))),
        ]),
      ),
      { requiredKeys: [] },
    ) as fc.Arbitrary<Record<string, unknown>>;
  const ids = fc.record(
    Object.fromEntries(
      named('path').map(({ name }) => [
        name,
        fc.oneof({ weight: 4, arbitrary: fc.constant(id) }, fc.uuid(), hostileText),
      ]),
    ),
  );
  const { schema, example } = requestBody?.content['application/json'] ?? {};
  const body: fc.Arbitrary<string | undefined> = schema
    ? fc.oneof(
        ...exampleOf(example).map((value) => value.map((each) => JSON.stringify(each))),
        mostly(valueOf(schema)).map((value) => JSON.stringify(value)),
      )
    : fc.constantFrom(undefined, undefined, '', '{}');
  return fc
    .record({ ids, query: valuesOf('query'), header: valuesOf('header'), body })
    .map(({ ids, query, header, body }) => {
      const target = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => escaped(ids[name] ?? ''));
      const pairs = Object.entries(query).map(
        ([name, value]) => `${name}=${escaped([value].flat().map(text).join(','))}`,
      );
      const typed = body !== undefined && method !== 'GET';
      return {
        method,
        url: pairs.length > 0 ? `${target}?${pairs.join('&')}` : target,
        headers: {
          ...Object.fromEntries(
            Object.entries(header).map(([name, value]) => [name, headerText(value)]),
          ),
          ...(typed && { 'content-type': 'application/json' }),
        },
        ...(typed && { payload: body }),
      };
    });
}

/** The same with a trick: another path or method than was meant, headers that mean something to servers. */
export function tricked(requests: fc.Arbitrary<MadeRequest>): fc.Arbitrary<MadeRequest> {
  return fc
    .tuple(
      requests,
      fc.constantFrom(...pathTricks),
      fc.constantFrom('', '', '', 'HEAD', 'OPTIONS', 'PUT', 'PATCH', 'TRACE', 'PROPFIND', 'DELETE'),
      fc.subarray([...headerTricks], { maxLength: 3 }),
    )
    .map(([request, path, method, headers]) => ({
      ...request,
      url: path(request.url),
      ...(method !== '' && { method }),
      headers: { ...request.headers, ...Object.fromEntries(headers) },
    }));
}

const asItIs = (url: string) => url;
const pathTricks: readonly ((url: string) => string)[] = [
  asItIs,
  asItIs,
  asItIs,
  (url) => `/${url}`,
  (url) => `/..${url}`,
  (url) => `/../..${url}/../../../etc/passwd`,
  (url) => `/docs/%2e%2e${url}`,
  (url) => `/docs${url}`,
  (url) => `/assets/..%2f..${url}`,
  (url) => url.replace('/v1/', '/v1/%2e%2e/v1/'),
  (url) => url.replace('/v1/', '/V1/'),
  (url) => url.replace('/v1/', '\\v1\\'),
  (url) => url.replace(/\?.*$/, '%00'),
  (url) => url.replace(/\?.*$/, '/'),
  (url) => url.replace(/\?.*$/, '%2f'),
  (url) => url.replace(/\?.*$/, ';a=b'),
  (url) => url.replace(/\?.*$/, '%'),
  (url) => url.replace(/\?.*$/, `/${'a'.repeat(3000)}`),
  (url) => `${url}${url.includes('?') ? '&' : '?'}__proto__=1&constructor=2`,
  (url) => `${url}${url.includes('?') ? '&' : '?'}limit=1&limit[]=2&limit=%ED%A0%80`,
  () => '/app.js%00',
  () => '/index.html',
  () => '*',
];

const headerTricks: readonly (readonly [string, string])[] = [
  ['host', ''],
  ['host', 'evil.example:99999'],
  ['x-forwarded-host', 'evil.example'],
  ['x-forwarded-for', "127.0.0.1' OR 1=1"],
  ['x-http-method-override', 'DELETE'],
  ['x-original-url', '/v1/audit'],
  ['content-type', 'text/plain'],
  ['content-type', 'application/json; charset=utf-7'],
  ['content-type', 'application/problem+json'],
  ['content-type', ';'],
  ['content-encoding', 'gzip'],
  ['accept', 'image/png;q=0'],
  ['accept-encoding', 'br;q=2, identity;q=0, *;q=0'],
  ['accept-encoding', 'gzip'],
  ['accept-language', 'ja;q=x,,;;=*'],
  ['if-match', '*'],
  ['if-match', 'W/"5"'],
  ['if-match', '"5", "6"'],
  ['if-none-match', '*'],
  ['if-none-match', '"'.repeat(999)],
  ['if-modified-since', 'yesterday'],
  ['range', 'bytes=99999999-'],
  ['range', 'bytes=0-0,2-3'],
  ['expect', 'tea'],
  ['origin', 'null'],
  ['cookie', `a=${'x'.repeat(5000)}`],
  ['authorization', 'Bearer '],
  ['authorization', 'Basic Og=='],
  ['x-api-key', 'unknown'],
  ['x-api-key', ''],
];

/** What a schema allows, as far as it says so itself: a format or a pattern may ask for more. */
function valueOf(schema: JsonSchema): fc.Arbitrary<unknown> {
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return fc.oneof(...choices.map(valueOf));
  switch (schema.type) {
    case 'null':
      return fc.constant(null);
    case 'boolean':
      return fc.boolean();
    case 'integer':
      return fc.integer(rangeOf(schema));
    case 'number':
      return fc.double({ ...rangeOf(schema), noNaN: true });
    case 'array':
      return fc.array(valueOf(schema.items ?? {}), { maxLength: 5 });
    case 'object':
      return fc.record(
        Object.fromEntries(
          Object.entries(schema.properties ?? {}).map(([name, each]) => [
            name,
            mostly(valueOf(each)),
          ]),
        ),
        { requiredKeys: [...(schema.required ?? [])] },
      );
    case 'string':
    case undefined:
      return stringOf(schema);
    default:
      throw new Error(`no value is made for the type '${schema.type}'`);
  }
}

function stringOf({ format, minLength = 0, maxLength = 100 }: JsonSchema): fc.Arbitrary<string> {
  if (format === 'uuid') return fc.uuid();
  if (format === 'date-time') {
    const dates = { min: new Date('2020-01-01'), max: new Date('2030-01-01'), noInvalidDate: true };
    return fc.date(dates).map((date) => date.toISOString());
  }
  return fc.string({ unit: 'grapheme', minLength, maxLength: Math.min(maxLength, 100) });
}

function rangeOf({ minimum, maximum }: JsonSchema): { min: number; max: number } {
  return { min: Math.max(minimum ?? -1000, -(2 ** 31)), max: Math.min(maximum ?? 1000, 2 ** 31) };
}

/** That of the document, if it has one. */
function exampleOf(example: unknown): fc.Arbitrary<unknown>[] {
  return example === undefined ? [] : [fc.constant(example)];
}

/** Now and then something else, of another type too. */
function mostly(value: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  const other = fc.oneof(
    hostileText,
    fc.constantFrom(null, true, -1, Number.MAX_VALUE, [], {}, [[]]),
  );
  return fc.oneof({ weight: 9, arbitrary: value }, { weight: 1, arbitrary: other });
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? null);
}

/** As a client can send it: what is no byte of Latin-1 is refused before it leaves. */
function headerText(value: unknown): string {
  return text(value).replaceAll(/[^\x20-\x7e\xa0-\xff]/g, '?');
}
