import type { Client, ModelServiceDefinition } from '@millrace/contracts';
import {
  PlatformError,
  schemaOf,
  type ServiceDependencies,
  type ServiceModule,
  type WithMessaging,
} from '@millrace/platform';
import type { Journal, ModelCache } from '@millrace/ports';
import { inferenceSubscriptions } from './events/subscriptions.js';
import { openInferenceService } from './grpc/open-inference-service.js';
import { predictionService } from './grpc/prediction-service.js';
import { batchRoutes } from './http/batch-routes.js';
import { docsRoutes } from './http/docs-routes.js';
import { inferRoutes } from './http/infer-routes.js';
import { openInferenceRoutes } from './http/open-inference-routes.js';
import { inferenceRoutes } from './http/routes.js';
import { scoringRoutes } from './http/scoring-routes.js';
import { statisticsRoutes } from './http/statistics-routes.js';
import { trafficRoutes } from './http/traffic-routes.js';
import { Admission } from './operations/admission.js';
import { answerer } from './operations/answer-requests.js';
import {
  defaultIntervals,
  inferenceTasks,
  type TaskIntervals,
} from './operations/background-tasks.js';
import { ChampionLoader } from './operations/champion-loader.js';
import type { InferenceContext } from './operations/context.js';
import { explainingAnswerer } from './operations/explain-answers.js';
import { Explainers } from './operations/explainers.js';
import { exposeStatistics } from './operations/expose-statistics.js';
import { KnownVersions } from './operations/known-versions.js';
import { ServedModelFinder } from './operations/find-served.js';
import { defaultLimits, type InferenceLimits } from './operations/inference-limits.js';
import { JournalBacklog } from './operations/journal-backlog.js';
import { KeptModels } from './operations/kept-models.js';
import { LoadPatience } from './operations/load-patience.js';
import { ModelMemory } from './operations/model-memory.js';
import { ModelFiles } from './operations/model-files.js';
import { ModelRepository } from './operations/model-repository.js';
import { PredictionStatistics } from './operations/prediction-statistics.js';
import { statisticsReporter } from './operations/report-statistics.js';
import { ScoringThreads, type ScoringPool } from './operations/scoring-threads.js';
import type { LogLinePool } from './operations/log-line-pool.js';
import { ServingModels } from './operations/serving-models.js';
import { Shadow } from './operations/shadow.js';
import { TrafficDirector } from './operations/traffic-director.js';
import { VersionShelf } from './operations/version-shelf.js';
import { VersionWatch } from './operations/version-watch.js';
import { migrations } from './store/migrations.js';
import type { InferenceTables } from './store/tables.js';

export type InferenceDependencies = ServiceDependencies & {
  /** The registry. */
  readonly models: Client<typeof ModelServiceDefinition>;
  /** Keeps predictions until they are in the object store; belongs to this process alone. */
  readonly journal: Journal;
  /** Keeps what is served on this host, for when the others are away; belongs to this process alone. */
  readonly cache: ModelCache;
  /** Scores large batches; closed with the service. */
  readonly scoring?: ScoringPool | undefined;
  /** Makes the lines of the prediction log; closed with the service. */
  readonly logLines?: LogLinePool | undefined;
  readonly intervals?: Partial<TaskIntervals>;
  readonly limits?: Partial<InferenceLimits>;
};

const name = 'inference';

/** Serves the champion of every model, and logs every prediction. The caller closes the journal. */
export function createInferenceService(deps: InferenceDependencies): ServiceModule {
  const { metrics } = deps;
  const limits: InferenceLimits = { ...defaultLimits, ...deps.limits };
  const serving = new ServingModels(
    metrics.gauge({ name: 'millrace_loaded_models', help: 'Models that answer now.' }),
  );
  const files = new ModelFiles({
    objects: deps.objects,
    cache: deps.cache,
    logger: deps.logger,
    reads: metrics.counter({
      name: 'millrace_model_cache_reads_total',
      help: 'Model files read, by whether this host kept them (hit) or the object store gave them (miss).',
      labels: ['outcome'],
    }),
    failures: metrics.counter({
      name: 'millrace_model_cache_failures_total',
      help: 'Files that this host could not keep.',
    }),
  });
  const known = new KnownVersions(
    { models: deps.models, logger: deps.logger, files },
    {
      cache: deps.cache,
      gauge: metrics.gauge({
        name: 'millrace_remembered_models',
        help: 'Models that mean what this host remembers, for the registry has not been reached; 0 while it answers.',
      }),
    },
  );
  const context: InferenceContext = {
    db: deps.database.schema<WithMessaging<InferenceTables>>(schemaOf(name)),
    objects: deps.objects,
    outbox: deps.outbox,
    clock: deps.clock,
    ids: deps.ids,
    logger: deps.logger,
    models: deps.models,
    journal: deps.journal,
    logLines: deps.logLines,
    files,
    known,
    serving,
    threads: new ScoringThreads(deps.scoring, deps),
    swaps: metrics.counter({
      name: 'millrace_model_swaps_total',
      help: 'Times a model version was put in place.',
      labels: ['model', 'version'],
    }),
    backlog: new JournalBacklog(
      metrics.gauge({
        name: 'millrace_prediction_journal_pending_rows',
        help: 'Answered rows that are not in the object store yet.',
      }),
      metrics.counter({
        name: 'millrace_predictions_unlogged_total',
        help: 'Rows answered without a record, for the journal had too much to hold.',
      }),
    ),
  };
  const memory = new ModelMemory(limits.modelBytes, deps);
  const shelf = new VersionShelf(
    context,
    memory,
    metrics.gauge({
      name: 'millrace_shelved_models',
      help: 'Model versions that are loaded beside the champions.',
    }),
  );
  const watch = new VersionWatch();
  const director = new TrafficDirector(context, { shelf, random: deps.random });
  const shadow = new Shadow({ director, shelf, threads: context.threads, metrics });
  const loader = new ChampionLoader(context, { shelf, watch, memory });
  const kept = new KeptModels(context, { loader, director });
  memory.keepIn(serving);
  memory.keepIn(shelf);
  memory.hold(() => director.held(serving));
  memory.hold(() => watch.trials().map(({ before }) => before));
  memory.onEviction((loaded) => watch.letGo(loaded));
  const patience = new LoadPatience(limits);
  const finder = new ServedModelFinder({ serving, loader, shelf, clock: deps.clock, patience });
  const admission = new Admission(limits, metrics);
  const { admit } = admission;
  const statistics = new PredictionStatistics();
  exposeStatistics(statistics, metrics);
  const answer = answerer(context, finder, {
    metrics,
    admission,
    statistics,
    director,
    watch,
    shadow,
  });
  const explain = explainingAnswerer(
    answer,
    new Explainers(files),
    metrics.counter({
      name: 'millrace_explained_predictions_total',
      help: 'Rows answered with what each feature adds to the answer.',
      labels: ['model', 'version'],
    }),
  );
  const ready = () => {
    if (loader.registryReached || serving.size > 0) return Promise.resolve();
    const message = 'The registry has not been reached yet and no model is loaded.';
    return Promise.reject(new PlatformError('unavailable', message));
  };
  const repository = new ModelRepository(context, loader);
  const report = statisticsReporter(statistics, serving, finder);
  return {
    name,
    migrations,
    routes: [
      ...inferenceRoutes(context, { answer, explain, finder, admit, threads: context.threads }),
      ...batchRoutes({ answer, finder, admit }),
      ...inferRoutes({ answer, explain, finder, admit, threads: context.threads }),
      ...openInferenceRoutes({ finder, repository, ready }),
      ...statisticsRoutes(report),
      ...docsRoutes(finder),
      ...scoringRoutes({
        answer,
        explain,
        finder,
        threads: context.threads,
        admit,
        serving,
        ready,
      }),
      ...trafficRoutes(context, { director, shelf, shadow }),
    ],
    rpc: [
      predictionService(answer, admit),
      openInferenceService({
        answer,
        explain,
        admit,
        finder,
        repository,
        statistics: report,
        ready,
      }),
    ],
    subscriptions: inferenceSubscriptions(loader),
    tasks: inferenceTasks(
      context,
      { loader, director, shelf, watch, kept },
      { ...defaultIntervals, ...deps.intervals },
    ),
    restore: () => kept.restore(),
    settled: () => kept.settled,
    ready: async () => {
      await ready();
      return known.fromMemory
        ? 'The registry has not been reached: models answer as this host remembers them.'
        : undefined;
    },
    enduresOutages: () => serving.size > 0,
    close: async () => {
      await Promise.all([deps.scoring?.close(), deps.logLines?.close()]);
    },
  };
}
