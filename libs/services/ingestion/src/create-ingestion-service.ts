import {
  schemaOf,
  type ServiceDependencies,
  type ServiceModule,
  type WithMessaging,
} from '@millrace/platform';
import { defaultLimits, type UploadLimits } from './domain/limits.js';
import { datasetService } from './grpc/dataset-service.js';
import { datasetRoutes } from './http/routes.js';
import type { IngestionContext } from './operations/context.js';
import { observedUpload } from './operations/observe-upload.js';
import { migrations } from './store/migrations.js';
import type { IngestionTables } from './store/tables.js';

export type IngestionDependencies = ServiceDependencies & {
  readonly limits?: Partial<UploadLimits>;
};

const name = 'ingestion';

/** Datasets and their versions: takes files in, validates and profiles them, hands them out again. */
export function createIngestionService(deps: IngestionDependencies): ServiceModule {
  const context: IngestionContext = {
    db: deps.database.schema<WithMessaging<IngestionTables>>(schemaOf(name)),
    objects: deps.objects,
    outbox: deps.outbox,
    clock: deps.clock,
    logger: deps.logger,
    limits: { ...defaultLimits, ...deps.limits },
  };
  return {
    name,
    migrations,
    routes: datasetRoutes(context, observedUpload(context, deps.metrics)),
    rpc: [datasetService(context)],
    subscriptions: [],
    tasks: [],
  };
}
