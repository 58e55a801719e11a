import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import Fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify';
import fastifyCompress from '@fastify/compress';
import fastifyCors from '@fastify/cors';
import * as z from 'zod';
import { AccessLog } from './access-log';
import { compressionOptions } from './compression';
import { corsOptions } from './cors';
import type { ApiDependencies } from './dependencies';
import { registerDocs } from './docs';
import type { AnyHandler } from './handler';
import { allHandlers } from './handlers/handlers';
import {
  ContentEncodingError,
  HostMissingError,
  HostRepeatedError,
  MalformedJsonError,
  MethodNotAllowedError,
  RouteNotFoundError,
} from './errors';
import { conditional } from './etag';
import { isNestedDeeper } from './json-depth';
import { registerPage } from './page-files';
import { requireScope } from './principal';
import { PROBLEM_MEDIA_TYPE, problemOf } from './problems';
import { requestIds } from './request-ids';
import { type Route, routes } from './routes';
import { metricNames } from '../runtime/metric-names';
import { UPLOADS_PATH } from '../storage/objects/folder-object-store';
import { bodyTimes, serverOptions } from './server-options';
import { endSlowRequests } from './slow-requests';
import { type RequestPart, validator } from './validation';

const noQuery = z.strictObject({});

/** no-cache: may be kept, must be asked about; private: answers depend on the key. */
const readHeaders = { 'x-content-type-options': 'nosniff', 'cache-control': 'private, no-cache' };
const changeHeaders = { 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' };

/** The API, ready to be called: by a server, by Lambda, or by `inject` in a test. */
export function buildApp(dependencies: ApiDependencies): FastifyInstance {
  const {
    logger,
    metrics,
    pageDirectory,
    swaggerUiDirectory,
    requestId = requestIds(),
  } = dependencies;
  const { compression = 'here', allowedOrigins = [], waitsFor = bodyTimes } = dependencies;
  const loggerInstance: FastifyBaseLogger = logger;
  const app = Fastify({
    ...serverOptions,
    loggerInstance,
    // a child logger a request costs more than reading the video from the cache
    childLoggerFactory: (parent) => parent,
    logController: new AccessLog(logger),
    genReqId: ({ headers }) => requestId(headers),
    frameworkErrors: answerError,
  });
  app.decorateRequest('principal', null);
  // what arrives in one turn of the event loop is worked on together in the next: 1.5 × the throughput
  app.addHook('onRequest', (request, _reply, done) => {
    setImmediate(done, faultOfHost(request));
  });
  // RFC 9110, section 10.1.1, lets a server pass over what it does not know; Node answers without a problem
  app.server.on('checkExpectation', (request, response) => {
    app.server.emit('request', request, response);
  });
  endSlowRequests(app.server, waitsFor, isUpload);
  app.setValidatorCompiler(({ schema, httpPart }) =>
    validator(schema as z.ZodObject, httpPart as RequestPart),
  );
  app.setErrorHandler(answerError);
  app.addHook('onSend', (_request, reply, _payload, done) => {
    // whatever says nothing of it, such as a preflight, is kept by nobody
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
    // also of what goes out as it is, and of a 304, which the plugin leaves alone
    if (compression === 'here') addVary(reply, 'accept-encoding');
    done();
  });
  const paths: Path[] = [];
  app.addHook('onRoute', ({ method, url }) => {
    // what takes any path tells of none that it is there
    if (!url.includes('*')) paths.push({ pattern: patternOf(url), methods: [method].flat() });
  });
  app.setNotFoundHandler((request) => {
    throw unroutable(request.url, paths);
  });
  acceptJsonOnly(app);

  const handlers = allHandlers(dependencies);
  if (compression === 'here') app.register(fastifyCompress, compressionOptions);
  if (allowedOrigins.length > 0) app.register(fastifyCors, corsOptions(allowedOrigins));
  // in a scope of their own, as it is made after these: they see no route that was there before
  app.register((scope, _options, done) => {
    for (const route of routes) addRoute(scope, route, handlers[route.operationId], dependencies);
    done();
  });
  if (swaggerUiDirectory !== undefined) registerDocs(app, swaggerUiDirectory);
  if (pageDirectory !== undefined) registerPage(app, pageDirectory, dependencies);
  return app;

  function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
    const { body, headers } = problemOf(error, request.id);
    if (body.status >= 500) {
      logger.error({ err: error, requestId: request.id }, body.title);
      metrics?.count(metricNames.serverError);
    }
    void reply
      .code(body.status)
      .headers({ ...headers, 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' })
      .type(PROBLEM_MEDIA_TYPE)
      .send(JSON.stringify(body));
  }
}

function addRoute(
  app: FastifyInstance,
  route: Route,
  handler: AnyHandler,
  { authenticate }: ApiDependencies,
): void {
  const { method, path, access, params, query = noQuery, headers, body } = route;
  app.route({
    method,
    url: path.replaceAll(/\{(\w+)\}/g, ':$1'),
    schema: {
      querystring: query,
      ...(params && { params }),
      ...(headers && { headers }),
      ...(body && { body }),
    },
    ...(access !== 'public' && { onRequest: requireScope(access, authenticate) }),
    handler: async (request, reply) => {
      const made = await handler(request as never); // validated above, by its own route
      const answer = hasNotChanged(route)
        ? conditional(made, request.headers['if-none-match'])
        : made;
      reply.code(answer.status).headers(method === 'GET' ? readHeaders : changeHeaders);
      if (answer.body !== null) reply.header('content-type', 'application/json; charset=utf-8');
      const { vary, ...others } = answer.headers ?? {};
      reply.headers(others);
      if (vary !== undefined) addVary(reply, vary);
      if (answer.body === null) return reply.send(); // a returned null would be sent as JSON
      return answer.body;
    },
  });
}

/** What the answer depends on, with what plugins have said of it already, such as the origin. */
function addVary(reply: FastifyReply, name: string): void {
  const said = reply.getHeader('vary');
  reply.header('vary', said === undefined ? name : `${String(said)}, ${name}`);
}

/** Whether it documents an answer for who has the newest text already. */
function hasNotChanged({ responses }: Route): boolean {
  return 304 in responses;
}

/** The deepest body has two; the rest is for names that nobody knows, which are told as such. */
const MAX_DEPTH = 32;

/** JSON or nothing; an empty body is no body, whatever its media type claims. */
function acceptJsonOnly(app: FastifyInstance): void {
  // a name such as __proto__ is a name like others here: the schema says that it is not known
  const parse = app.getDefaultJsonParser('ignore', 'ignore');
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    const { 'content-encoding': encoding = 'identity' } = request.headers;
    if (encoding !== 'identity') done(new ContentEncodingError(encoding));
    else if (!isUtf8(body as Buffer))
      done(new MalformedJsonError('the body must be JSON in UTF-8, got bytes that are no UTF-8'));
    else if (body.length === 0) done(null, undefined);
    else {
      const text = body.toString();
      if (isNestedDeeper(text, MAX_DEPTH))
        done(
          new MalformedJsonError(`the body must be nested at most ${MAX_DEPTH} times, got more`),
        );
      else void parse(request, text, done);
    }
  });
}

/** RFC 9112, section 3.2; HTTP/1.0 need not have the header. Node shows the first of several. */
function faultOfHost({ raw }: FastifyRequest): Error | undefined {
  const { httpVersion, rawHeaders } = raw;
  const hosts = rawHeaders.filter((name, i) => i % 2 === 0 && name.toLowerCase() === 'host').length;
  if (hosts > 1) return new HostRepeatedError(hosts);
  return hosts === 0 && httpVersion === '1.1' ? new HostMissingError() : undefined;
}

/** The bytes of a video, on a platform whose bucket is a folder. */
function isUpload({ method, url = '' }: IncomingMessage): boolean {
  return method === 'PUT' && pathOf(url) === UPLOADS_PATH;
}

function pathOf(url: string): string {
  return url.split('?', 1)[0] ?? url;
}

/** A path that is known, with methods that it takes. */
interface Path {
  readonly pattern: RegExp;
  readonly methods: readonly string[];
}

function patternOf(url: string): RegExp {
  return new RegExp(`^${url.replaceAll('.', '\\.').replaceAll(/:\w+/g, '[^/]+')}$`);
}

/** Why no route took a request: the path is unknown, or known with other methods. */
function unroutable(url: string, paths: readonly Path[]): Error {
  const path = pathOf(url);
  const allowed = paths.filter(({ pattern }) => pattern.test(path)).flatMap((each) => each.methods);
  return allowed.length > 0
    ? new MethodNotAllowedError([...new Set(allowed)])
    : new RouteNotFoundError();
}
