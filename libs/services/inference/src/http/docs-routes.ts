import { openInferenceApi } from '@millrace/api';
import { route, swaggerPage, type Route } from '@millrace/platform';
import { modelOpenApi } from '../domain/openapi/model-openapi.js';
import type { ServedModelFinder } from '../operations/find-served.js';
import { tellInferenceError } from './tell-inference-error.js';

/** The documentation of each model, made from its signature: a page to try it on, and the document it shows. */
export function docsRoutes(finder: ServedModelFinder): Route[] {
  const told = { tellError: tellInferenceError };
  return [
    route(
      openInferenceApi.modelOpenApi,
      async ({ params }) => ({ status: 200, json: modelOpenApi(await finder.find(params.name)) }),
      told,
    ),
    route(
      openInferenceApi.modelDocs,
      () =>
        Promise.resolve({
          status: 200,
          contentType: 'text/html; charset=utf-8',
          bytes: Buffer.from(swaggerPage),
        }),
      told,
    ),
  ];
}
