import { registryApi } from '@millrace/api';
import { route, type Route } from '@millrace/platform';
import type { RegistryContext } from '../operations/registry-context.js';
import { setAlias } from '../operations/set-alias.js';
import { readModel, readModelPage, readVersion, readVersions } from '../store/model-queries.js';
import { readArtifacts } from '../store/run-queries.js';
import { modelArtifacts, modelBody, modelVersionBody } from './bodies.js';

export function modelRoutes(context: RegistryContext): Route[] {
  const { db } = context;
  return [
    route(registryApi.listModels, async ({ query }) => {
      const page = await readModelPage(db, query);
      return { status: 200, json: { ...page, items: page.items.map(modelBody) } };
    }),
    route(registryApi.getModel, async ({ params }) => {
      const model = await readModel(db, params.name);
      const versions = await readVersions(db, model);
      return {
        status: 200,
        json: { ...modelBody(model), versions: versions.map(modelVersionBody) },
      };
    }),
    route(registryApi.getModelVersion, async ({ params: { name, version } }) => ({
      status: 200,
      json: modelVersionBody(await readVersion(db, name, { version })),
    })),
    route(registryApi.listModelArtifacts, async ({ params: { name, version } }) => {
      const { run_id } = await readVersion(db, name, { version });
      const artifacts = await readArtifacts(db, run_id);
      return { status: 200, json: { runId: run_id, items: modelArtifacts(artifacts) } };
    }),
    route(registryApi.setAlias, async ({ params, body, principal }) => {
      const model = await setAlias(context, {
        model: params.name,
        alias: params.alias,
        version: body.version,
        actor: principal.name,
      });
      return { status: 200, json: modelBody(model) };
    }),
  ];
}
