import {
  inProcessClient,
  ModelServiceDefinition,
  RunStatus,
  TrackingServiceDefinition,
  type ModelVersion,
  type Run,
} from '@millrace/contracts';
import { PlatformError } from '@millrace/platform';

/** A registry in memory that keeps to its contract: ids chosen by the caller, one version of one run. */
export class TestRegistry {
  readonly runs = new Map<string, Run>();
  readonly versions: ModelVersion[] = [];
  /** Model name to version number. */
  readonly champions = new Map<string, number>();
  /** While true every call fails as it does when the registry cannot be reached. */
  away = false;

  readonly tracking = inProcessClient(TrackingServiceDefinition, {
    createRun: async (request) => {
      await this.#reached();
      const run = this.runs.get(request.runId) ?? {
        ...request,
        status: RunStatus.RUN_STATUS_RUNNING,
        endedAt: undefined,
        metrics: {},
        artifacts: [],
      };
      this.runs.set(run.runId, run);
      return { run };
    },
    updateRun: async (request) => {
      await this.#reached();
      const run = this.#run(request.runId);
      if (run.status !== RunStatus.RUN_STATUS_RUNNING) {
        throw new PlatformError('failed_precondition', 'The run has ended.');
      }
      const next: Run = {
        ...run,
        parameters: { ...run.parameters, ...request.parameters },
        metrics: { ...run.metrics, ...request.metrics },
        tags: { ...run.tags, ...request.tags },
        artifacts: [...run.artifacts, ...request.artifacts],
        status: request.status ?? run.status,
        endedAt: request.endedAt ?? run.endedAt,
      };
      this.runs.set(run.runId, next);
      return { run: next };
    },
    getRun: async ({ runId }) => {
      await this.#reached();
      return { run: this.#run(runId) };
    },
  });

  readonly models = inProcessClient(ModelServiceDefinition, {
    registerModelVersion: async (request) => {
      await this.#reached();
      const known = this.versions.find(({ runId }) => runId === request.runId);
      if (known) return { version: known };
      const { status } = this.#run(request.runId);
      if (status !== RunStatus.RUN_STATUS_RUNNING) {
        throw new PlatformError('failed_precondition', 'The run has ended.');
      }
      const version: ModelVersion = {
        ...request,
        version: this.versions.filter(({ model }) => model === request.model).length + 1,
        aliases: [],
        createdAt: undefined,
      };
      this.versions.push(version);
      return { version };
    },
    getModelVersion: async ({ model, selector }) => {
      await this.#reached();
      const number = selector?.$case === 'version' ? selector.value : this.champions.get(model);
      const version = this.versions.find(
        (each) =>
          each.model === model &&
          (selector?.$case === 'runId' ? each.runId === selector.value : each.version === number),
      );
      if (!version) throw new PlatformError('not_found', 'There is no such version.');
      return { version };
    },
    listModels: () => Promise.resolve({ models: [], nextPageToken: '' }),
    moveAlias: () =>
      Promise.reject(new PlatformError('unimplemented', 'Nobody moves aliases here.')),
  });

  childrenOf(runId: string): Run[] {
    return [...this.runs.values()].filter(({ parentRunId }) => parentRunId === runId);
  }

  #run(runId: string): Run {
    const run = this.runs.get(runId);
    if (!run) throw new PlatformError('not_found', `There is no run ${runId}.`);
    return run;
  }

  #reached(): Promise<void> {
    return this.away
      ? Promise.reject(new PlatformError('unavailable', 'The registry cannot be reached.'))
      : Promise.resolve();
  }
}
