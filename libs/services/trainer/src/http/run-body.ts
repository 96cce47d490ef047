import type { EvaluationBody, LeaderboardEntry, TrainingRunBody } from '@millrace/api';
import { rankCandidates, type Evaluation } from '../domain/learning.js';
import type { CandidateRow } from '../store/candidates.js';
import type { TrainingRunRow } from '../store/training-runs.js';

/** A run as the REST API shows it: the leaderboard best first, what did not succeed below. */
export function runBody(run: TrainingRunRow, candidates: readonly CandidateRow[]): TrainingRunBody {
  const own = candidates
    .filter(({ run_id }) => run_id === run.id)
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const ranked = rankCandidates(own, run.metric);
  const leaderboard = [...ranked, ...own.filter((each) => !ranked.includes(each))];
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
    leaderboard: leaderboard.map((candidate) => entryBody(run, candidate)),
    warnings: [...run.warnings],
    createdAt: run.created_at.toISOString(),
    ...(run.reason !== null && { reason: run.reason }),
    ...(run.dataset_sha256 !== null && { datasetSha256: run.dataset_sha256 }),
    ...(run.task !== null && { task: run.task }),
    ...(run.options.splitBy && { splitBy: run.options.splitBy }),
    ...(run.best !== null && { best: run.best }),
    ...(run.model_version !== null && { modelVersion: run.model_version }),
    ...(run.started_at && { startedAt: run.started_at.toISOString() }),
    ...(run.ended_at && { endedAt: run.ended_at.toISOString() }),
  };
}

function entryBody(run: TrainingRunRow, candidate: CandidateRow): LeaderboardEntry {
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
