import { ModelServiceDefinition, TrackingServiceDefinition } from '@millrace/contracts';
import {
  rpcService,
  schemaOf,
  type ServiceDependencies,
  type ServiceModule,
  type WithMessaging,
} from '@millrace/platform';
import { registrySubscriptions } from './events/subscriptions.js';
import { modelHandlers } from './grpc/model-service.js';
import { trackingHandlers } from './grpc/tracking-service.js';
import { experimentRoutes } from './http/experiment-routes.js';
import { modelRoutes } from './http/model-routes.js';
import type { RegistryContext } from './operations/registry-context.js';
import { registryMigrations } from './store/migrations.js';
import type { RegistryTables } from './store/registry-tables.js';

const name = 'registry';

/** Experiments and their runs, model versions, aliases, and the gates a new version has to pass. */
export function createRegistryService(deps: ServiceDependencies): ServiceModule {
  const context: RegistryContext = {
    ...deps,
    db: deps.database.schema<WithMessaging<RegistryTables>>(schemaOf(name)),
  };
  return {
    name,
    migrations: registryMigrations,
    routes: [...experimentRoutes(context), ...modelRoutes(context)],
    rpc: [
      rpcService(TrackingServiceDefinition, trackingHandlers(context), {
        createRun: 'trainer',
        updateRun: 'trainer',
        getRun: 'reader',
      }),
      rpcService(ModelServiceDefinition, modelHandlers(context), {
        registerModelVersion: 'trainer',
        getModelVersion: 'reader',
        listModels: 'reader',
        moveAlias: 'deployer',
      }),
    ],
    subscriptions: registrySubscriptions(context),
    tasks: [],
  };
}
