import {
  registryApi,
  type ArtifactBody,
  type ModelBody,
  type ModelVersionBody,
  type RunBody,
} from '@millrace/api';
import type { StoredModel, StoredModelVersion } from '../store/model-queries.js';
import type { StoredArtifact, StoredRun } from '../store/run-queries.js';

export function runBody(run: StoredRun): RunBody {
  return {
    runId: run.run_id,
    experiment: run.experiment,
    name: run.name,
    ...(run.parent_run_id !== null && { parentRunId: run.parent_run_id }),
    status: run.status,
    startedAt: run.started_at.toISOString(),
    ...(run.ended_at && {
      endedAt: run.ended_at.toISOString(),
      durationSeconds: (run.ended_at.getTime() - run.started_at.getTime()) / 1000,
    }),
    parameters: run.parameters,
    metrics: run.metrics,
    tags: run.tags,
    artifacts: run.artifacts.map(artifactBody),
  };
}

function artifactBody({ path, size, sha256 }: StoredArtifact): ArtifactBody {
  return { path, size, ...(sha256 !== undefined && { sha256 }) };
}

/** The files of a version's folder: what its run keeps under `model/`. */
export function modelArtifacts(artifacts: readonly StoredArtifact[]): ArtifactBody[] {
  return artifacts.filter(({ path }) => path.startsWith('model/')).map(artifactBody);
}

export function modelBody({ name, latestVersion, aliases }: StoredModel): ModelBody {
  return { name, latestVersion, aliases };
}

export function modelVersionBody(version: StoredModelVersion): ModelVersionBody {
  const { dataset, datasetVersion, datasetSha256, codeCommit, seed, target } = version.lineage;
  return {
    model: version.model,
    version: version.version,
    runId: version.run_id,
    algorithm: version.algorithm,
    sha256: version.sha256,
    size: Number(version.size),
    signature: registryApi.signatureSchema.parse(version.signature),
    lineage: { dataset, datasetVersion, datasetSha256, codeCommit, seed, target },
    metric: version.metric,
    holdoutMetrics: version.holdout_metrics,
    aliases: [...version.aliases],
    ...(version.gate_decision &&
      version.gate_decided_at && {
        gate: {
          decision: version.gate_decision,
          reasons: version.gate_reasons ?? [],
          decidedAt: version.gate_decided_at.toISOString(),
        },
      }),
    createdAt: version.created_at.toISOString(),
  };
}
