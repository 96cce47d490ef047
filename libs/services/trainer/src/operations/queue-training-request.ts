import type { TrainingRequested } from '@millrace/contracts';
import { PlatformError, type Effect } from '@millrace/platform';
import type { Trainer } from '../dependencies.js';
import { usualMetric } from '../domain/choose-metric.js';
import type { TrainerTables } from '../store/tables.js';
import { findLastOptions, findSufficientRun, insertRun } from '../store/training-runs.js';
import { insertRequest, isRequestKnown } from '../store/training-requests.js';
import { readDatasetVersion, targetOf } from './training-defaults.js';

/**
 * Takes in a request for training. It queues a run, unless one of the same dataset version and model is on its way or
 * has succeeded: training again on the same rows would teach nothing new. Either way the request and what became of
 * it are kept.
 * @throws PlatformError `unavailable` while the dataset cannot be looked up
 */
export async function queueTrainingRequest(
  trainer: Trainer,
  request: TrainingRequested,
  signal: AbortSignal,
): Promise<Effect<TrainerTables>> {
  const { ids, random, clock, signals } = trainer;
  const model = request.model === '' ? request.dataset : request.model;
  const found = await lookUp(trainer, request, model, signal);

  return async (transaction) => {
    if (await isRequestKnown(transaction, request.requestId)) return;
    const record = (
      outcome: 'queued' | 'coalesced' | 'refused',
      reason: string,
      runId: string | null,
    ) =>
      insertRequest(transaction, {
        request_id: request.requestId,
        dataset: request.dataset,
        version: 'version' in found ? found.version : (request.version ?? null),
        model,
        reason: request.reason,
        drift_report_id: request.driftReportId ?? null,
        outcome,
        outcome_reason: reason,
        run_id: runId,
        received_at: clock.now(),
      });
    if ('refusal' in found) return record('refused', found.refusal, null);

    const { version, target } = found;
    const present = await findSufficientRun(transaction, {
      dataset: request.dataset,
      version,
      model,
    });
    if (present) {
      const state = present.status === 'succeeded' ? 'has succeeded already' : 'is on its way';
      return record(
        'coalesced',
        `Training run ${present.id} of version ${version} ${state}.`,
        present.id,
      );
    }
    const options = await findLastOptions(transaction, { model, target });
    const id = ids.next();
    await insertRun(transaction, {
      id,
      dataset: request.dataset,
      version,
      model,
      trigger: 'drift',
      target,
      metric: options.metric ?? usualMetric,
      options,
      seed: random.seed(),
      created_at: clock.now(),
    });
    signals.changed(id);
    return record('queued', `Training run ${id} was queued.`, id);
  };
}

async function lookUp(
  trainer: Trainer,
  request: TrainingRequested,
  model: string,
  signal: AbortSignal,
): Promise<{ version: number; target: string } | { refusal: string }> {
  try {
    const version = await readDatasetVersion(trainer, request.dataset, request.version, signal);
    const target = await targetOf(trainer, version, { model, signal });
    return target === undefined
      ? { refusal: `Nobody says which column of dataset ${request.dataset} to learn.` }
      : { version: version.version, target };
  } catch (error) {
    if (error instanceof PlatformError && error.code === 'not_found') {
      return { refusal: error.message };
    }
    throw error;
  }
}
