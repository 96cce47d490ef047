import { RunStatus, type Artifact, type DatasetVersion } from '@millrace/contracts';
import { PlatformError } from '@millrace/platform';
import type { Trainer } from '../dependencies.js';
import type { CandidateRow } from '../store/candidates.js';
import type { TrainingRunRow } from '../store/training-runs.js';

type Tracker = Pick<Trainer, 'tracking' | 'codeCommit' | 'clock' | 'policy'>;

/** The experiment a model's runs belong to. */
export const experimentOf = (run: Pick<TrainingRunRow, 'model'>): string => run.model;

/** Where the object store keeps what a run leaves. */
export const runFolder = (run: Pick<TrainingRunRow, 'model' | 'id'>): string =>
  `artifacts/${experimentOf(run)}/${run.id}`;

/** Makes the run's record in the registry, under the same id; repeating it finds the record. */
export async function openRegistryRun(
  { tracking, codeCommit, policy }: Tracker,
  run: TrainingRunRow,
  version: DatasetVersion,
  signal: AbortSignal,
): Promise<void> {
  await tracking.createRun(
    {
      runId: run.id,
      experiment: experimentOf(run),
      name: `${run.dataset} v${run.version}`,
      parentRunId: undefined,
      startedAt: run.started_at?.toISOString(),
      parameters: {
        dataset: run.dataset,
        datasetVersion: String(run.version),
        target: run.target,
        metric: run.metric,
        ...(run.options.task && { task: run.options.task }),
        ...(run.options.positiveClass !== undefined && {
          positiveClass: run.options.positiveClass,
        }),
        ...(run.options.splitBy && {
          splitBy: `${run.options.splitBy.kind}: ${run.options.splitBy.column}`,
        }),
        ...(run.options.leaveOut && { leaveOut: run.options.leaveOut.join(', ') }),
        seed: String(run.seed),
        folds: String(policy.folds),
      },
      tags: { ...lineageTags(run, version, codeCommit), 'millrace.trigger': run.trigger },
    },
    { signal },
  );
}

function lineageTags(
  run: TrainingRunRow,
  version: DatasetVersion,
  codeCommit: string,
): Record<string, string> {
  return {
    'millrace.dataset': run.dataset,
    'millrace.datasetVersion': String(run.version),
    'millrace.datasetSha256': version.digest?.sha256 ?? '',
    'millrace.codeCommit': codeCommit,
    'millrace.seed': String(run.seed),
    'mlflow.source.git.commit': codeCommit,
  };
}

const statusInRegistry: Readonly<Record<CandidateRow['status'], RunStatus>> = {
  succeeded: RunStatus.RUN_STATUS_FINISHED,
  stopped: RunStatus.RUN_STATUS_STOPPED,
  skipped: RunStatus.RUN_STATUS_SKIPPED,
  failed: RunStatus.RUN_STATUS_FAILED,
};

/** Records one candidate as a child run, begun and ended. */
export async function recordCandidate(
  { tracking, codeCommit }: Tracker,
  run: TrainingRunRow,
  version: DatasetVersion,
  candidate: CandidateRow,
  signal: AbortSignal,
): Promise<void> {
  const runId = candidate.registry_run_id;
  await tracking.createRun(
    {
      runId,
      experiment: experimentOf(run),
      name: candidate.name,
      parentRunId: run.id,
      startedAt: candidate.started_at.toISOString(),
      parameters: {
        algorithm: candidate.algorithm,
        seed: String(run.seed),
        ...Object.fromEntries(
          Object.entries(candidate.parameters).map(([name, value]) => [name, String(value)]),
        ),
      },
      tags: {
        ...lineageTags(run, version, codeCommit),
        'mlflow.parentRunId': run.id,
        'millrace.candidateStatus': candidate.status,
        ...(candidate.reason !== null && { 'millrace.reason': candidate.reason }),
      },
    },
    { signal },
  );
  await endRegistryRun({ tracking }, runId, signal, {
    metrics: {
      ...candidate.validation,
      ...(candidate.fit_seconds !== null && { fitSeconds: candidate.fit_seconds }),
      ...(candidate.predict_micros_per_row !== null && {
        predictMicrosPerRow: candidate.predict_micros_per_row,
      }),
    },
    status: statusInRegistry[candidate.status],
    endedAt: candidate.ended_at,
  });
}

export interface RegistryRunEnd {
  readonly status: RunStatus;
  readonly endedAt: Date;
  readonly metrics?: Readonly<Record<string, number>>;
  readonly parameters?: Readonly<Record<string, string>>;
  readonly tags?: Readonly<Record<string, string>>;
  readonly artifacts?: readonly Artifact[];
}

/** Ends a run in the registry; one that has ended there already is left as it is. */
export async function endRegistryRun(
  { tracking }: Pick<Trainer, 'tracking'>,
  runId: string,
  signal: AbortSignal,
  end: RegistryRunEnd,
): Promise<void> {
  const { run } = await tracking.getRun({ runId }, { signal });
  if (run && run.status !== RunStatus.RUN_STATUS_RUNNING) return;
  await tracking.updateRun(
    {
      runId,
      parameters: { ...end.parameters },
      metrics: { ...end.metrics },
      tags: { ...end.tags },
      artifacts: [...(end.artifacts ?? [])],
      status: end.status,
      endedAt: end.endedAt.toISOString(),
    },
    { signal },
  );
}

/** Ends a cancelled run's record; one that was never made needs no end. */
export async function killRegistryRun(
  trainer: Tracker,
  run: TrainingRunRow,
  signal: AbortSignal,
): Promise<void> {
  try {
    await endRegistryRun(trainer, run.id, signal, {
      status: RunStatus.RUN_STATUS_KILLED,
      endedAt: run.ended_at ?? trainer.clock.now(),
      ...(run.reason !== null && { tags: { 'millrace.reason': run.reason } }),
    });
  } catch (error) {
    if (!(error instanceof PlatformError) || error.code !== 'not_found') throw error;
  }
}
