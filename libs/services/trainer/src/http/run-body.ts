import {
  rankLeaderboard,
  type CandidateUnderWay,
  type EvaluationBody,
  type LeaderboardEntry,
  type TrainingRunBody,
} from '@millrace/api';
import type { Evaluation } from '../domain/learning.js';
import type { UnderWay } from '../domain/under-way.js';
import type { RunWithCandidates } from '../operations/get-training-run.js';
import { inOrder, type CandidateRow } from '../store/candidates.js';
import type { TrainingRunRow } from '../store/training-runs.js';

/** A run as the REST API shows it. */
export function runBody(
  { run, candidates, underWay }: RunWithCandidates,
  now: Date,
): TrainingRunBody {
  return {
    id: run.id,
    status: run.status,
    dataset: run.dataset,
    version: run.version,
    model: run.model,
    trigger: run.trigger,
    target: run.target,
    metric: run.metric,
    seed: run.seed,
    ...standingBody(run, now),
    leaderboard: leaderboardOf(run, candidates),
    underWay: underWay.map(underWayBody),
    warnings: [...run.warnings],
    createdAt: run.created_at.toISOString(),
    ...(run.reason !== null && { reason: run.reason }),
    ...(run.dataset_sha256 !== null && { datasetSha256: run.dataset_sha256 }),
    ...(run.task !== null && { task: run.task }),
    ...(run.options.positiveClass !== undefined && { positiveClass: run.options.positiveClass }),
    ...(run.options.splitBy && { splitBy: run.options.splitBy }),
    ...(run.options.leaveOut && { leaveOut: [...run.options.leaveOut] }),
    ...(run.best !== null && { best: run.best }),
    ...(run.model_version !== null && { modelVersion: run.model_version }),
    ...(run.started_at && { startedAt: run.started_at.toISOString() }),
    ...(run.ended_at && { endedAt: run.ended_at.toISOString() }),
  };
}

/** The candidates that have ended, in the order of a leaderboard. */
export function leaderboardOf(
  run: Pick<TrainingRunRow, 'metric' | 'stored_model'>,
  candidates: readonly CandidateRow[],
): LeaderboardEntry[] {
  return rankLeaderboard({
    leaderboard: inOrder(candidates).map((candidate) => entryBody(run, candidate)),
    metric: run.metric,
    best: run.stored_model?.candidate,
  });
}

export function standingBody(
  run: Pick<TrainingRunRow, 'progress' | 'expected_end' | 'status'>,
  now: Date,
): Pick<TrainingRunBody, 'progress' | 'secondsLeft'> {
  const left =
    run.expected_end && run.status === 'running'
      ? Math.max(0, (run.expected_end.getTime() - now.getTime()) / 1000)
      : undefined;
  return { progress: run.progress, ...(left !== undefined && { secondsLeft: left }) };
}

export function underWayBody({ trial, ...candidate }: UnderWay): CandidateUnderWay {
  return { ...candidate, ...(trial !== null && { trial }) };
}

export function entryBody(
  run: Pick<TrainingRunRow, 'stored_model'>,
  candidate: CandidateRow,
): LeaderboardEntry {
  const holdout =
    run.stored_model?.candidate === candidate.name ? run.stored_model.holdout : undefined;
  return {
    name: candidate.name,
    algorithm: candidate.algorithm,
    status: candidate.status,
    parameters: candidate.parameters,
    validation: candidate.validation,
    runId: candidate.registry_run_id,
    ...(candidate.reason !== null && { reason: candidate.reason }),
    ...(holdout && { holdout: evaluationBody(holdout) }),
    ...(candidate.fit_seconds !== null && { fitSeconds: candidate.fit_seconds }),
    ...(candidate.predict_micros_per_row !== null && {
      predictMicrosPerRow: candidate.predict_micros_per_row,
    }),
  };
}

function evaluationBody(evaluation: Evaluation): EvaluationBody {
  const { metrics, rows } = evaluation;
  if (evaluation.kind === 'quantities') return { kind: 'quantities', metrics, rows };
  // Runs of the time when there were classes only say nothing of their kind.
  const { classes, confusion } = evaluation;
  return {
    kind: 'classes',
    metrics,
    classes: [...classes],
    confusion: confusion.map((row) => [...row]),
    rows,
  };
}
