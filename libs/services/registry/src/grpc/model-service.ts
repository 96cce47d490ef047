import type { GetModelVersionRequest, Handlers, ModelServiceDefinition } from '@millrace/contracts';
import { currentScope, localPrincipal } from '@millrace/platform';
import { championAlias } from '../operations/judge-candidate.js';
import { aliasMoveSchema, checkedInput } from '../operations/checked-input.js';
import { registerVersion } from '../operations/register-version.js';
import type { RegistryContext } from '../operations/registry-context.js';
import { setAlias } from '../operations/set-alias.js';
import { readModelPage, readVersion, type VersionSelector } from '../store/model-queries.js';
import { modelMessage, modelVersionMessage } from './messages.js';

const defaultPageSize = 50;
const largestPageSize = 200;

export function modelHandlers(context: RegistryContext): Handlers<ModelServiceDefinition> {
  const { db } = context;
  return {
    registerModelVersion: async (request) => ({
      version: modelVersionMessage(
        await registerVersion(context, {
          ...request,
          // A missing lineage is refused with its field's name.
          lineage: request.lineage as NonNullable<typeof request.lineage>,
        }),
      ),
    }),
    getModelVersion: async ({ model, selector }) => ({
      version: modelVersionMessage(await readVersion(db, model, versionSelector(selector))),
    }),
    listModels: async ({ pageSize, pageToken }) => {
      const page = await readModelPage(db, {
        pageSize: Math.min(pageSize || defaultPageSize, largestPageSize),
        ...(pageToken !== '' && { pageToken }),
      });
      return {
        models: page.items.map(modelMessage),
        nextPageToken: page.nextPageToken ?? '',
      };
    },
    moveAlias: async (request) => ({
      model: modelMessage(
        await setAlias(context, {
          ...checkedInput(aliasMoveSchema, request),
          actor: (currentScope()?.principal ?? localPrincipal).name,
        }),
      ),
    }),
  };
}

function versionSelector(selector: GetModelVersionRequest['selector']): VersionSelector {
  switch (selector?.$case) {
    case 'version':
      return { version: selector.value };
    case 'runId':
      return { runId: selector.value };
    default:
      return { alias: selector?.value ?? championAlias };
  }
}
