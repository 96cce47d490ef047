import { durationBuckets, PlatformError, type Metrics } from '@millrace/platform';
import type { LoadedModel } from '../domain/loaded-model.js';
import type { ReadInput } from '../domain/read-input.js';
import type { VersionChoice } from '../domain/version-choice.js';
import { answer, type Answer } from './answer.js';
import type { InferenceContext } from './context.js';
import type { ServedModelFinder } from './find-served.js';
import type { PredictionStatistics } from './prediction-statistics.js';

/** A request in any protocol. */
export interface PredictionRequest {
  readonly model: string;
  /** The champion where it is left out. */
  readonly version?: VersionChoice | undefined;
  /** Aborts when nobody waits for the answer any more. */
  readonly signal?: AbortSignal;
  /**
   * Reads the request against the model that was found. What it throws is an answer too: `invalid_argument` for a
   * request that is not of its protocol.
   */
  readonly read: (loaded: LoadedModel) => ReadInput;
}

/**
 * What every protocol does between decoding a request and encoding its answer: find the model, read the rows, answer,
 * log, count and time.
 * @throws PlatformError `not_found` for a model nobody serves; `invalid_argument`, with a fault a field, for rows that do
 * not fit its signature; `unavailable` while the model cannot be loaded or the journal cannot be written
 */
export type Answerer = (request: PredictionRequest) => Promise<Answer>;

export function answerer(
  context: InferenceContext,
  finder: ServedModelFinder,
  { metrics, statistics }: { metrics: Metrics; statistics: PredictionStatistics },
): Answerer {
  const requests = metrics.counter({
    name: 'millrace_prediction_requests_total',
    help: 'Requests for predictions, by the version that took them and what became of them.',
    labels: ['model', 'version', 'outcome'],
  });
  const rows = metrics.counter({
    name: 'millrace_predictions_total',
    help: 'Rows answered.',
    labels: ['model', 'version'],
  });
  const seconds = metrics.histogram({
    name: 'millrace_prediction_duration_seconds',
    help: 'Time from a request for predictions to its answer, the prediction log included.',
    labels: ['model'],
    buckets: durationBuckets,
  });
  return async ({ model, version, signal, read }) => {
    const start = performance.now();
    let loaded: LoadedModel | undefined;
    let outcome = 'answered';
    try {
      loaded = await finder.find(model, version);
      const found = performance.now();
      if (signal?.aborted === true) throw gone();
      const table = tableOf(loaded, read(loaded));
      const taken = performance.now();
      const answered = await answer(context, loaded, table);
      statistics.answered(loaded, {
        at: context.clock.now(),
        rows: table.rows,
        queueMs: found - start,
        inputMs: taken - found,
        inferMs: performance.now() - taken,
      });
      context.backlog.add(answered.table.rows);
      rows.add({ model: loaded.model, version: String(loaded.version) }, answered.table.rows);
      return answered;
    } catch (caught) {
      outcome = PlatformError.from(caught).code;
      if (loaded) statistics.failed(loaded, performance.now() - start);
      throw caught;
    } finally {
      // Names nobody serves come from outside: as labels they would grow without end.
      const labels = { model: loaded?.model ?? '', version: String(loaded?.version ?? '') };
      requests.add({ ...labels, outcome });
      if (loaded) seconds.observe({ model: loaded.model }, (performance.now() - start) / 1000);
    }
  };
}

function gone(): PlatformError {
  return new PlatformError('cancelled', 'The client did not wait for the answer.');
}

function tableOf({ model, version }: LoadedModel, read: ReadInput) {
  if ('table' in read) return read.table;
  const message = `The input does not fit the signature of ${model} version ${version}.`;
  throw new PlatformError('invalid_argument', message, { faults: read.faults });
}
