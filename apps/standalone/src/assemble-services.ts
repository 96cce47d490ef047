import {
  DatasetServiceDefinition,
  ModelServiceDefinition,
  TrackingServiceDefinition,
  inProcessClient,
  type Client,
  type Handlers,
  type ServiceDefinition,
} from '@millrace/contracts';
import {
  Outbox,
  guardRpcService,
  openAccess,
  schemaOf,
  scopeHeaders,
  type RunningService,
  type ServiceDependencies,
  type ServiceModule,
} from '@millrace/platform';
import type { Journal, ModelCache } from '@millrace/ports';
import type { Adapters } from '@millrace/runtime';
import { createDriftMonitorService } from '@millrace/service-drift-monitor';
import {
  createInferenceService,
  type InferenceLimits,
  type LogLinePool,
  type ScoringPool,
} from '@millrace/service-inference';
import { createIngestionService } from '@millrace/service-ingestion';
import { createRegistryService } from '@millrace/service-registry';
import { createTrainerService, type TrainerDependencies } from '@millrace/service-trainer';

export interface AssemblyOptions {
  readonly adapters: Adapters;
  readonly journal: Journal;
  readonly cache: ModelCache;
  readonly pool: TrainerDependencies['pool'];
  /** Scores large batches; absent: in the thread that reads requests. */
  readonly scoring?: ScoringPool;
  /** Makes the lines of the prediction log; absent: in the thread that reads requests. */
  readonly logLines?: LogLinePool;
  readonly codeCommit: string;
  /** How much inference takes on, beside its defaults. */
  readonly limits: Partial<InferenceLimits>;
}

/** The five services in one process, calling each other through their gRPC definitions without a wire. */
export function assembleServices({
  adapters,
  journal,
  cache,
  pool,
  scoring,
  logLines,
  codeCommit,
  limits,
}: AssemblyOptions): RunningService[] {
  const services: RunningService[] = [];
  const add = (
    name: string,
    create: (dependencies: ServiceDependencies) => ServiceModule,
  ): ServiceModule => {
    const outbox = new Outbox({ service: name, schema: schemaOf(name), ...adapters });
    const module = create({
      ...adapters,
      logger: adapters.logger.child({ service: name }),
      outbox,
    });
    services.push({ module, outbox });
    return module;
  };
  const clientOf = <Definition extends ServiceDefinition>(
    module: ServiceModule,
    definition: Definition,
  ): Client<Definition> => {
    const service = module.rpc.find((each) => each.definition.fullName === definition.fullName);
    if (!service) throw new TypeError(`${module.name} does not serve ${definition.fullName}`);
    const { handlers } = guardRpcService(service, { ...adapters, authenticator: openAccess });
    return inProcessClient(definition, handlers as Handlers<Definition>, {
      metadata: () => new Map(Object.entries(scopeHeaders())),
    });
  };

  const ingestion = add('ingestion', createIngestionService);
  const registry = add('registry', createRegistryService);
  const datasets = clientOf(ingestion, DatasetServiceDefinition);
  const models = clientOf(registry, ModelServiceDefinition);
  const tracking = clientOf(registry, TrackingServiceDefinition);
  add('trainer', (dependencies) =>
    createTrainerService({ ...dependencies, datasets, tracking, models, pool, codeCommit }),
  );
  add('inference', (dependencies) =>
    createInferenceService({ ...dependencies, models, journal, cache, scoring, logLines, limits }),
  );
  add('drift-monitor', (dependencies) =>
    createDriftMonitorService({ ...dependencies, datasets, models, tracking }),
  );
  return services;
}
