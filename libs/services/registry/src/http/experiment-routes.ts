import { registryApi } from '@millrace/api';
import { PlatformError, route, type Route } from '@millrace/platform';
import { openArtifact } from '../operations/open-artifact.js';
import type { RegistryContext } from '../operations/registry-context.js';
import { readExperimentPage, readRun, readRunPage, readRuns } from '../store/run-queries.js';
import { runBody } from './bodies.js';

const mostCompared = 100;

export function experimentRoutes(context: RegistryContext): Route[] {
  const { db } = context;
  return [
    route(registryApi.listExperiments, async ({ query }) => {
      const page = await readExperimentPage(db, query);
      const items = page.items.map(({ name, runs, updated_at }) => ({
        name,
        runs,
        updatedAt: updated_at.toISOString(),
      }));
      return { status: 200, json: { ...page, items } };
    }),
    route(registryApi.listRuns, async ({ params, query }) => {
      const page = await readRunPage(db, params.name, query);
      return { status: 200, json: { ...page, items: page.items.map(runBody) } };
    }),
    route(registryApi.compareRuns, async ({ query }) => {
      const ids = [...new Set(query.ids.split(',').map((id) => id.trim()))].filter(Boolean);
      if (ids.length === 0 || ids.length > mostCompared) {
        throw new PlatformError('invalid_argument', 'The runs to compare cannot be read.', {
          faults: [{ field: 'ids', message: `must name between 1 and ${mostCompared} runs` }],
        });
      }
      return { status: 200, json: { items: (await readRuns(db, ids)).map(runBody) } };
    }),
    route(registryApi.getRun, async ({ params }) => ({
      status: 200,
      json: runBody(await readRun(db, params.runId)),
    })),
    route(registryApi.downloadArtifact, async ({ params, signal }) => ({
      status: 200,
      ...(await openArtifact(context, { runId: params.runId, path: params.artifact, signal })),
    })),
  ];
}
