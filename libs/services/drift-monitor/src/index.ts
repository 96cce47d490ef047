import {
  DriftServiceDefinition,
  type Client,
  type DatasetServiceDefinition,
  type ModelServiceDefinition,
  type TrackingServiceDefinition,
} from '@millrace/contracts';
import {
  rpcService,
  schemaOf,
  type ServiceDependencies,
  type ServiceModule,
  type WithMessaging,
} from '@millrace/platform';
import { defaultDriftPolicy, type DriftPolicy } from './domain/drift-policy.js';
import { driftSubscriptions } from './events/subscriptions.js';
import { driftHandlers } from './grpc/drift-service.js';
import { driftRoutes } from './http/drift-routes.js';
import type { DriftContext } from './operations/drift-context.js';
import { makeReports } from './operations/make-reports.js';
import type { DriftTables } from './store/drift-tables.js';
import { driftMigrations } from './store/migrations.js';

export type { DriftPolicy } from './domain/drift-policy.js';

export interface DriftMonitorDependencies extends ServiceDependencies {
  readonly datasets: Client<DatasetServiceDefinition>;
  readonly models: Client<ModelServiceDefinition>;
  readonly tracking: Pick<Client<TrackingServiceDefinition>, 'getRun'>;
  readonly policy?: Partial<DriftPolicy>;
}

const name = 'drift-monitor';

/** Compares new rows with what champions learned from, and asks for training when they differ too much. */
export function createDriftMonitorService(deps: DriftMonitorDependencies): ServiceModule {
  const context: DriftContext = {
    ...deps,
    policy: { ...defaultDriftPolicy, ...deps.policy },
    db: deps.database.schema<WithMessaging<DriftTables>>(schemaOf(name)),
  };
  return {
    name,
    migrations: driftMigrations,
    routes: driftRoutes(context),
    rpc: [
      rpcService(DriftServiceDefinition, driftHandlers(context), {
        createDriftReport: 'trainer',
        getDriftReport: 'reader',
      }),
    ],
    subscriptions: driftSubscriptions(context),
    tasks: [makeReports(context)],
  };
}
