import { openInferenceApi } from '@millrace/api';
import {
  PlatformError,
  route,
  type HttpReply,
  type HttpRequest,
  type Route,
} from '@millrace/platform';
import { parseJson } from '../domain/parse-json.js';
import { modelMetadata } from '../domain/oip/model-metadata.js';
import { serverMetadata } from '../domain/oip/server-metadata.js';
import { versionChoiceOf, type VersionChoice } from '../domain/version-choice.js';
import type { ServedModelFinder } from '../operations/find-served.js';
import { isThere } from '../operations/is-there.js';
import type { ModelRepository } from '../operations/model-repository.js';
import { readBody } from './read-body.js';
import { tellInferenceError } from './tell-inference-error.js';

const told = { tellError: tellInferenceError };
const maxCommandBytes = 2 ** 20;

export interface ServerParts {
  readonly finder: ServedModelFinder;
  readonly repository: ModelRepository;
  /** Rejects while the service cannot answer. */
  readonly ready: () => Promise<void>;
}

/** The Open Inference Protocol beside inference itself: the server, its models, their repository. */
export function openInferenceRoutes({ finder, repository, ready }: ServerParts): Route[] {
  const metadata = async (model: string, version?: VersionChoice): Promise<HttpReply> => ({
    status: 200,
    json: modelMetadata(await finder.find(model, version)),
  });
  const modelReady = async (name: string, version?: VersionChoice): Promise<HttpReply> => {
    const is = await isThere(finder.find(name, version));
    return { status: is ? 200 : 503, json: { name, ready: is } };
  };
  return [
    route(
      openInferenceApi.serverMetadata,
      () => Promise.resolve({ status: 200, json: serverMetadata }),
      told,
    ),
    route(
      openInferenceApi.serverLive,
      () => Promise.resolve({ status: 200, json: { live: true } }),
      told,
    ),
    route(
      openInferenceApi.serverReady,
      async () => {
        const is = await isThere(ready());
        return { status: is ? 200 : 503, json: { ready: is } };
      },
      told,
    ),
    route(openInferenceApi.modelMetadata, ({ params }) => metadata(params.name), told),
    route(
      openInferenceApi.modelVersionMetadata,
      ({ params }) => metadata(params.name, versionChoiceOf(params.version)),
      told,
    ),
    route(openInferenceApi.modelReady, ({ params }) => modelReady(params.name), told),
    route(
      openInferenceApi.modelVersionReady,
      ({ params }) => modelReady(params.name, versionChoiceOf(params.version)),
      told,
    ),
    route(
      openInferenceApi.repositoryIndex,
      async (http) => {
        const { ready: readyOnly } = await readCommand(http);
        const entries = await repository.index();
        const json = entries
          .filter(({ state }) => readyOnly !== true || state === 'READY')
          .map((entry) => ({ ...entry, version: String(entry.version) }));
        return { status: 200, json };
      },
      told,
    ),
    route(
      openInferenceApi.repositoryLoad,
      async ({ params, ...http }) => {
        const { parameters } = await readCommand(http);
        refuseConfig(parameters);
        await repository.load(params.name);
        return { status: 200, json: {} };
      },
      told,
    ),
    route(
      openInferenceApi.repositoryUnload,
      async ({ params, ...http }) => {
        await readCommand(http);
        repository.unload(params.name);
        return { status: 200, json: {} };
      },
      told,
    ),
  ];
}

/** The JSON object of a command; most clients send none where there is nothing to say. */
async function readCommand(
  http: Pick<HttpRequest, 'stream' | 'header'>,
): Promise<Readonly<Record<string, unknown>>> {
  const body = await readBody(http, maxCommandBytes);
  if (body.length === 0) return {};
  const json = parseJson(body);
  if (typeof json === 'object' && json !== null && !Array.isArray(json)) {
    return json as Readonly<Record<string, unknown>>;
  }
  throw new PlatformError('invalid_argument', 'The body must be a JSON object.');
}

/** A model is what was registered: nothing can be laid over it. */
function refuseConfig(parameters: unknown): void {
  if (typeof parameters !== 'object' || parameters === null) return;
  if (Object.keys(parameters).length === 0) return;
  const message = 'A model is loaded as it was registered: send no parameters.';
  throw new PlatformError('invalid_argument', message);
}
