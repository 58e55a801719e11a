import fastifyHelmet from '@fastify/helmet';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { swaggerUiFiles } from '../runtime/page-paths';
import { htmlSecurity } from './html-security';

// all addresses are relative: right behind any stage or proxy
const page = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>StreamTech video platform: API</title>
    <link rel="stylesheet" href="swagger-ui.css" />
    <link rel="icon" type="image/svg+xml" href="../favicon.svg" />
  </head>
  <body>
    <div id="swagger-ui"></div>
    <script src="swagger-ui-bundle.js"></script>
    <script src="start.js"></script>
  </body>
</html>
`;

const start = `window.ui = SwaggerUIBundle({
  url: new URL('../v1/openapi.json', document.baseURI).href,
  dom_id: '#swagger-ui',
  deepLinking: true,
});
`;

/**
 * Serves the OpenAPI document as a page for people, at `/docs/` and, with a name of its own, at
 * `/docs/index.html`: API Gateway takes no path for granted that ends in a slash.
 */
export function registerDocs(app: FastifyInstance, directory: string): void {
  app.register(
    async (scope) => {
      await scope.register(fastifyHelmet, htmlSecurity({ images: ['data:'] }));
      await scope.register(fastifyStatic, { root: directory, serve: false, maxAge: '1h' });
      scope.get('/', { prefixTrailingSlash: 'no-slash' }, (_request, reply) =>
        reply.redirect('docs/index.html', 308),
      );
      const sendPage = (_request: FastifyRequest, reply: FastifyReply) =>
        reply.type('text/html; charset=utf-8').send(page);
      scope.get('/', { prefixTrailingSlash: 'slash' }, sendPage);
      scope.get('/index.html', sendPage);
      scope.get('/start.js', (_request, reply) =>
        reply.type('text/javascript; charset=utf-8').send(start),
      );
      scope.addHook('onSend', (_request, reply, _payload, done) => {
        if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-cache');
        done();
      });
      for (const file of swaggerUiFiles) {
        scope.get(`/${file}`, (_request, reply) => reply.sendFile(file));
      }
    },
    { prefix: '/docs' },
  );
}
