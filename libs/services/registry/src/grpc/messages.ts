import { RunStatus, type Model, type ModelVersion, type Run } from '@millrace/contracts';
import type { StoredModel, StoredModelVersion } from '../store/model-queries.js';
import type { StoredRunStatus } from '../store/registry-tables.js';
import type { StoredRun } from '../store/run-queries.js';

const statusOnTheWire: Readonly<Record<StoredRunStatus, RunStatus>> = {
  running: RunStatus.RUN_STATUS_RUNNING,
  finished: RunStatus.RUN_STATUS_FINISHED,
  failed: RunStatus.RUN_STATUS_FAILED,
  killed: RunStatus.RUN_STATUS_KILLED,
  stopped: RunStatus.RUN_STATUS_STOPPED,
  skipped: RunStatus.RUN_STATUS_SKIPPED,
};

/** `undefined` for a status that was not given. */
export function storedStatus(status: RunStatus | undefined): StoredRunStatus | undefined {
  const entries = Object.entries(statusOnTheWire) as [StoredRunStatus, RunStatus][];
  return entries.find(([, wire]) => wire === status)?.[0];
}

export function runMessage(run: StoredRun): Run {
  return {
    runId: run.run_id,
    experiment: run.experiment,
    name: run.name,
    parentRunId: run.parent_run_id ?? undefined,
    status: statusOnTheWire[run.status],
    startedAt: run.started_at.toISOString(),
    endedAt: run.ended_at?.toISOString(),
    parameters: run.parameters,
    metrics: run.metrics,
    tags: run.tags,
    artifacts: run.artifacts.map(({ path, key, size, sha256 }) => ({ path, key, size, sha256 })),
  };
}

export function modelMessage({ name, latestVersion, aliases }: StoredModel): Model {
  return { name, latestVersion, aliases };
}

export function modelVersionMessage(version: StoredModelVersion): ModelVersion {
  return {
    model: version.model,
    version: version.version,
    runId: version.run_id,
    modelKey: version.model_key,
    sha256: version.sha256,
    size: Number(version.size),
    signatureJson: JSON.stringify(version.signature),
    lineage: { ...version.lineage },
    metric: version.metric,
    holdoutMetrics: version.holdout_metrics,
    algorithm: version.algorithm,
    aliases: [...version.aliases],
    createdAt: version.created_at.toISOString(),
  };
}
