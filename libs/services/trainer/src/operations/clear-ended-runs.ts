import { PlatformError } from '@millrace/platform';
import type { Trainer } from '../dependencies.js';
import {
  forgetModel,
  markCleared,
  runsToClear,
  type TrainingRunRow,
} from '../store/training-runs.js';
import { removeOutOfFold } from './out-of-fold.js';
import { killRegistryRun, runFolder } from './registry-runs.js';

/**
 * Clears away what runs that have ended left: that of runs whose process was killed too, once their lease is over. What
 * cannot be cleared away yet is tried again the next time.
 */
export async function clearEndedRuns(trainer: Trainer, signal: AbortSignal): Promise<void> {
  const { db, clock, objects, logger } = trainer;
  for (const run of await runsToClear(db, clock.now())) {
    try {
      if (run.registry_open) await killRegistryRun(trainer, run, signal);
      // Asked behind the end of its record, from which on the registry takes in no model of the run.
      if (await isRegistered(trainer, run, signal)) await removeOutOfFold(trainer, run);
      else {
        if (run.stored_model) await forgetModel(db, run.id);
        for await (const { key } of objects.list(`${runFolder(run)}/`)) await objects.delete(key);
      }
      await markCleared(db, run.id);
    } catch (cause) {
      logger.warn('What a run left could not be cleared away yet.', { runId: run.id, cause });
      return;
    }
  }
}

/** Whether the registry points at what the run stored. */
async function isRegistered(
  { models }: Pick<Trainer, 'models'>,
  { id, model, stored_model, model_version }: TrainingRunRow,
  signal: AbortSignal,
): Promise<boolean> {
  if (!stored_model) return false;
  if (model_version !== null) return true;
  try {
    await models.getModelVersion({ model, selector: { $case: 'runId', value: id } }, { signal });
    return true;
  } catch (error) {
    if (error instanceof PlatformError && error.code === 'not_found') return false;
    throw error;
  }
}
