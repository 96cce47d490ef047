import { PlatformError } from '@millrace/platform';
import type { Trainer } from '../dependencies.js';
import { cancelRun } from '../store/training-runs.js';
import { getTrainingRun, type RunWithCandidates } from './get-training-run.js';

/**
 * Cancels a run that has not ended. Cancelling twice is no error; whoever works on the run notices within a second,
 * and ends its runs in the registry.
 * @throws PlatformError `not_found`, `failed_precondition` when the run has ended otherwise
 */
export async function cancelTrainingRun(trainer: Trainer, id: string): Promise<RunWithCandidates> {
  const now = trainer.clock.now();
  const cancelled = await cancelRun(trainer.db, id, { reason: 'Cancelled on request.', now });
  if (cancelled) {
    trainer.signals.changed(id);
    trainer.metrics.runsEnded.add({ status: 'cancelled', trigger: cancelled.trigger });
  }
  const found = await getTrainingRun(trainer, id);
  if (found.run.status !== 'cancelled') {
    throw new PlatformError(
      'failed_precondition',
      `Training run ${id} has ${found.run.status} already.`,
    );
  }
  return found;
}
