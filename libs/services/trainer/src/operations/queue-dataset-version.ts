import type { DatasetUpdated } from '@millrace/contracts';
import type { Effect } from '@millrace/platform';
import type { Trainer } from '../dependencies.js';
import { usualMetric } from '../domain/choose-metric.js';
import type { TrainerTables } from '../store/tables.js';
import { findLastOptions, insertRun } from '../store/training-runs.js';

/** A new dataset version with a target trains by itself, once, unless the policy says otherwise. */
export function queueDatasetVersion(
  trainer: Trainer,
  { dataset, version, target }: DatasetUpdated,
): Effect<TrainerTables> {
  const { policy, ids, random, clock, signals, logger } = trainer;
  return async (transaction) => {
    if (target === undefined || policy.newDatasetVersions === 'ignore') {
      logger.info('A new dataset version does not train by itself.', { dataset, version });
      return;
    }
    const options = await findLastOptions(transaction, { model: dataset, target });
    const id = ids.next();
    const queued = await insertRun(transaction, {
      id,
      dataset,
      version,
      model: dataset,
      trigger: 'dataset',
      target,
      metric: options.metric ?? usualMetric,
      options,
      seed: random.seed(),
      created_at: clock.now(),
    });
    if (queued) signals.changed(id);
  };
}
