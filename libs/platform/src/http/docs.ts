import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import express, { Router } from 'express';
import type { OpenApiDocument } from '@millrace/api';

/** Swagger UI for the `openapi.json` that lies beside the page's own `docs`. Its assets come from `docsRouter`. */
export const swaggerPage = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Millrace API</title>
    <link rel="icon" href="data:," />
    <link rel="stylesheet" href="/docs/assets/swagger-ui.css" />
  </head>
  <body>
    <div id="swagger-ui"></div>
    <script src="/docs/assets/swagger-ui-bundle.js"></script>
    <script src="/docs/start.js"></script>
  </body>
</html>
`;

// The key is the one that the console keeps for the session.
const start = `SwaggerUIBundle({
  url: location.pathname.replace(/\\/docs\\/?$/, '') + '/openapi.json',
  dom_id: '#swagger-ui',
  deepLinking: true,
  validatorUrl: null,
  requestInterceptor: (request) => {
    const key = sessionStorage.getItem('millrace.api-key');
    if (key) request.headers.authorization ??= 'Bearer ' + key;
    return request;
  },
});
`;

/** `/openapi.json`, and Swagger UI at `/docs` with its assets from this host. */
export function docsRouter(document: OpenApiDocument): Router {
  const router = Router();
  const text = JSON.stringify(document);
  router.get('/openapi.json', (_request, response) => {
    response.type('application/json').send(text);
  });
  router.get('/docs', (_request, response) => {
    response.type('html').send(swaggerPage);
  });
  router.get('/docs/start.js', (_request, response) => {
    response.type('text/javascript').send(start);
  });
  const assets = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
  router.use('/docs/assets', express.static(assets, { index: false, maxAge: '1h' }));
  return router;
}
