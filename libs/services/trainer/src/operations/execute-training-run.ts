import { RunStatus } from '@millrace/contracts';
import { newEvent } from '@millrace/platform';
import type { Trainer } from '../dependencies.js';
import { algorithmsOf } from '../domain/algorithms.js';
import { planTraining } from '../domain/learning.js';
import { metricFor } from '../domain/choose-metric.js';
import { candidatesOf } from '../store/candidates.js';
import type { StoredModel } from '../store/tables.js';
import { changeHeldRun, type TrainingRunRow } from '../store/training-runs.js';
import type { Execution } from './execution.js';
import type { HeldRun } from './held-run.js';
import { endRegistryRun, openRegistryRun } from './registry-runs.js';
import { removeOutOfFold } from './out-of-fold.js';
import { readFrameBytes } from './read-frame-bytes.js';
import { refitBest } from './refit-best.js';
import { openLedger } from './open-ledger.js';
import { registerModel } from './register-model.js';
import { scoreChampion } from './score-champion.js';
import { secondsAfter } from './time-limit.js';
import { readDatasetVersion } from './training-defaults.js';
import { validateCandidates } from './validate-candidates.js';
import { writeRunArtifacts } from './write-run-artifacts.js';

/**
 * Carries a run from its dataset version to a registered model. Every step can be repeated: what is done already is
 * found in the run's row, under its deterministic ids in the registry, or under digests in the object store.
 * @throws RunLost when the run is cancelled or taken over, PlatformError with a reason for people
 */
export async function executeTrainingRun(
  trainer: Trainer,
  claimed: TrainingRunRow,
  held: HeldRun,
): Promise<void> {
  const version = await readDatasetVersion(trainer, claimed.dataset, claimed.version, held.signal);
  // Marked before the call: whatever happens to it, what the run leaves is looked for in the registry and the store.
  await changeHeldRun(trainer.db, held, {
    registry_open: true,
    scratch: true,
    dataset_sha256: version.digest?.sha256 ?? null,
  });
  await openRegistryRun(trainer, claimed, version, held.signal);
  const frame = await readFrameBytes(trainer.objects, version.frameKey, held.signal);
  const { target, seed, options } = claimed;
  const { folds } = trainer.policy;
  const plan = planTraining(frame, { ...options, target, seed, folds });
  const { task, warnings } = plan;
  const metric = metricFor(task, { asked: claimed.metric, usual: trainer.policy.metrics });
  const change = { task, metric, warnings: JSON.stringify(warnings) };
  const run = { ...(await changeHeldRun(trainer.db, held, change)), ...options, task };
  trainer.signals.changed(run.id);

  const algorithms = algorithmsOf(run.candidates ?? trainer.policy.candidates, task);
  const until = secondsAfter(run.started_at ?? trainer.clock.now(), options.timeLimitSeconds);
  const ledger = openLedger(trainer, run, { plan, algorithms });
  const execution: Execution = { run, held, version, frame, plan, algorithms, until, ledger };
  const candidates = await validateCandidates(trainer, execution);
  const model = await refitBest(trainer, execution, candidates);
  await finish(trainer, execution, model);
}

async function finish(trainer: Trainer, execution: Execution, model: StoredModel): Promise<void> {
  const { db, clock, outbox, signals, metrics, logger } = trainer;
  const { run, held, version } = execution;
  const holdoutMetrics: Readonly<Record<string, number>> = model.holdout.metrics;
  const modelVersion = await registerModel(trainer, execution, model);
  const champion = await scoreChampion(trainer, execution, modelVersion);
  const leaderboard = await candidatesOf(db, [run.id]);
  const artifacts = await writeRunArtifacts(trainer, execution, model, leaderboard);
  await removeOutOfFold(trainer, run);
  const now = clock.now();
  const seconds = (now.getTime() - (run.started_at ?? now).getTime()) / 1000;
  await endRegistryRun(trainer, run.id, held.signal, {
    status: RunStatus.RUN_STATUS_FINISHED,
    endedAt: now,
    parameters: { best: model.candidate },
    metrics: { ...holdoutMetrics, durationSeconds: seconds },
    tags: {
      'millrace.modelVersion': String(modelVersion),
      'millrace.modelSha256': model.sha256,
      'millrace.algorithm': model.algorithm,
      ...(model.onnxOmitted !== undefined && { 'millrace.onnxOmitted': model.onnxOmitted }),
    },
    artifacts,
  });
  await db.transaction().execute(async (transaction) => {
    await changeHeldRun(transaction, held, {
      status: 'succeeded',
      progress: 1,
      expected_end: null,
      model_version: modelVersion,
      ended_at: now,
      registry_open: false,
      scratch: false,
      lease_owner: null,
      lease_until: null,
    });
    await outbox.append(
      transaction,
      newEvent('training.completed', run.model, {
        trainingRunId: run.id,
        dataset: run.dataset,
        datasetVersion: version.version,
        model: run.model,
        modelVersion,
        algorithm: model.algorithm,
        metric: run.metric,
        holdoutMetrics: { ...holdoutMetrics },
        ...(champion && { champion }),
      }),
    );
  });
  signals.changed(run.id);
  metrics.runsEnded.add({ status: 'succeeded', trigger: run.trigger });
  metrics.runDuration.observe({ status: 'succeeded' }, seconds);
  logger.info('A training run succeeded.', {
    algorithm: model.algorithm,
    modelVersion,
    metric: run.metric,
    value: holdoutMetrics[run.metric],
    seconds,
  });
}
