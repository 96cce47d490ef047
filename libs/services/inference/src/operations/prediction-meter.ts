import { durationBuckets, type Metrics } from '@millrace/platform';
import type { LoadedModel } from '../domain/loaded-model.js';

interface Bound {
  readonly answered: (requests: number) => void;
  readonly rows: (rows: number) => void;
  readonly seconds: (seconds: number) => void;
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
    this.#bind = ({ model, version: number }) => {
      const version = String(number);
      return {
        answered: requests.bind({ model, version, outcome: 'answered' }),
        rows: rows.bind({ model, version }),
        seconds: seconds.bind({ model }),
      };
    };
    this.#fail = (labels) => requests.add(labels);
  }

  answered(loaded: LoadedModel, rows: number, milliseconds: number): void {
    const bound = this.#of(loaded);
    bound.answered(1);
    bound.rows(rows);
    bound.seconds(milliseconds / 1000);
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
