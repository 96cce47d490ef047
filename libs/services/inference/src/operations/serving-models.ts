import type { GaugeMetric } from '@millrace/platform';
import type { LoadedModel } from '../domain/loaded-model.js';

/**
 * The models that answer now. A swap replaces one reference: a request that has taken the old version out finishes
 * on it, the next one takes the new.
 */
export class ServingModels {
  readonly #models = new Map<string, LoadedModel>();
  readonly #count: GaugeMetric;

  constructor(count: GaugeMetric) {
    this.#count = count;
    count.set({}, 0);
  }

  get size(): number {
    return this.#models.size;
  }

  get(model: string): LoadedModel | undefined {
    return this.#models.get(model);
  }

  /** Makes the version answer from now on. */
  swapIn(loaded: LoadedModel): void {
    this.#models.set(loaded.model, loaded);
    this.#count.set({}, this.#models.size);
  }

  /** By name. */
  list(): LoadedModel[] {
    return [...this.#models.values()].sort((a, b) => (a.model < b.model ? -1 : 1));
  }
}
