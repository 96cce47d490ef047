import { durationBuckets, type Metrics } from '@millrace/platform';
import type { LoadedModel } from '../domain/loaded-model.js';

const batchBuckets = [1, 2, 5, 10, 50, 100, 500, 1_000, 5_000, 10_000, 100_000];

interface Bound {
  readonly answered: (requests: number) => void;
  readonly rows: (rows: number) => void;
  readonly seconds: (seconds: number) => void;
  readonly queue: (seconds: number) => void;
  readonly compute: (seconds: number) => void;
  readonly batch: (rows: number) => void;
}

/** Counts and times requests for predictions, whichever protocol they came by. */
export class PredictionMeter {
  readonly #bind: (loaded: LoadedModel) => Bound;
  readonly #fail: (labels: { model: string; version: string; outcome: string }) => void;
  readonly #bound = new WeakMap<LoadedModel, Bound>();

  constructor(metrics: Metrics) {
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
    const queue = metrics.histogram({
      name: 'millrace_prediction_queue_seconds',
      help: 'Time until the model is there and the request has its turn.',
      labels: ['model'],
      buckets: durationBuckets,
    });
    const compute = metrics.histogram({
      name: 'millrace_prediction_compute_seconds',
      help: 'Time from there to the answer: reading the rows, the model, and the prediction log.',
      labels: ['model'],
      buckets: durationBuckets,
    });
    const batch = metrics.histogram({
      name: 'millrace_prediction_batch_rows',
      help: 'Rows of a request.',
      labels: ['model'],
      buckets: batchBuckets,
    });
    this.#bind = ({ model, version: number }) => {
      const version = String(number);
      return {
        answered: requests.bind({ model, version, outcome: 'answered' }),
        rows: rows.bind({ model, version }),
        seconds: seconds.bind({ model }),
        queue: queue.bind({ model }),
        compute: compute.bind({ model }),
        batch: batch.bind({ model }),
      };
    };
    this.#fail = (labels) => requests.add(labels);
  }

  answered(
    loaded: LoadedModel,
    rows: number,
    spent: { readonly queueMs: number; readonly computeMs: number },
  ): void {
    const bound = this.#of(loaded);
    bound.answered(1);
    bound.rows(rows);
    bound.batch(rows);
    bound.queue(spent.queueMs / 1000);
    bound.compute(spent.computeMs / 1000);
    bound.seconds((spent.queueMs + spent.computeMs) / 1000);
  }

  /** @param loaded `undefined` for a name nobody serves: as labels, names from outside would grow without end */
  failed(loaded: LoadedModel | undefined, outcome: string, milliseconds: number): void {
    const version = loaded ? String(loaded.version) : '';
    this.#fail({ model: loaded?.model ?? '', version, outcome });
    if (loaded) this.#of(loaded).seconds(milliseconds / 1000);
  }

  #of(loaded: LoadedModel): Bound {
    let bound = this.#bound.get(loaded);
    if (!bound) {
      bound = this.#bind(loaded);
      this.#bound.set(loaded, bound);
    }
    return bound;
  }
}
