import { RunStatus } from '@millrace/contracts';
import { newEvent, PlatformError } from '@millrace/platform';
import type { Trainer } from '../dependencies.js';
import { changeHeldRun, type TrainingRunRow } from '../store/training-runs.js';
import type { HeldRun } from './held-run.js';
import { endRegistryRun } from './registry-runs.js';

/**
 * Ends a held run as failed and says so, with a reason for people.
 * @throws RunLost when it is no longer held
 */
export async function failTrainingRun(
  trainer: Trainer,
  run: TrainingRunRow,
  held: HeldRun,
  reason: string,
): Promise<void> {
  const { db, clock, outbox, metrics, logger } = trainer;
  const now = clock.now();
  try {
    await endRegistryRun(trainer, run.id, held.signal, {
      status: RunStatus.RUN_STATUS_FAILED,
      endedAt: now,
      tags: { 'millrace.reason': reason },
    });
  } catch (error) {
    // The run's own end does not wait for its record: a run that failed early has none.
    if (!(error instanceof PlatformError && error.code === 'not_found')) {
      logger.warn('A failed run could not be ended in the registry.', {
        runId: run.id,
        cause: error,
      });
    }
  }
  await db.transaction().execute(async (transaction) => {
    await changeHeldRun(transaction, held, {
      status: 'failed',
      reason,
      ended_at: now,
      registry_open: false,
      lease_owner: null,
      lease_until: null,
    });
    await outbox.append(
      transaction,
      newEvent('training.failed', run.model, {
        trainingRunId: run.id,
        dataset: run.dataset,
        datasetVersion: run.version,
        model: run.model,
        reason,
      }),
    );
  });
  metrics.runsEnded.add({ status: 'failed', trigger: run.trigger });
  if (run.started_at) {
    const seconds = (now.getTime() - run.started_at.getTime()) / 1000;
    metrics.runDuration.observe({ status: 'failed' }, seconds);
  }
}
