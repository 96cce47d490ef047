import type { Trainer } from '../dependencies.js';
import { markCleared, runsToClear } from '../store/training-runs.js';
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
      // Of a model that is whole the registry may know: its folder stays.
      if (run.stored_model) await removeOutOfFold(trainer, run);
      else
        for await (const { key } of objects.list(`${runFolder(run)}/`)) await objects.delete(key);
      await markCleared(db, run.id);
    } catch (cause) {
      logger.warn('What a run left could not be cleared away yet.', { runId: run.id, cause });
      return;
    }
  }
}
