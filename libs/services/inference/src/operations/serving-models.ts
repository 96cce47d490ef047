import type { GaugeMetric } from '@millrace/platform';
import type { LoadedModel } from '../domain/loaded-model.js';

/**
 * The models that answer now. A swap replaces one reference: a request that has taken the old version out finishes
 * on it, the next one takes the new.
 */
export class ServingModels {
  readonly #models = new Map<string, LoadedModel>();
  readonly #withdrawn = new Set<string>();
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

  /** Makes the version answer from now on, unless its model has been withdrawn. */
  swapIn(loaded: LoadedModel): void {
    if (this.#withdrawn.has(loaded.model)) return;
    this.#models.set(loaded.model, loaded);
    this.#count.set({}, this.#models.size);
  }

  /** Takes a model out of service until it is admitted again; false when it was not in service. */
  withdraw(model: string): boolean {
    if (!this.#models.delete(model)) return false;
    this.#withdrawn.add(model);
    this.#count.set({}, this.#models.size);
    return true;
  }

  isWithdrawn(model: string): boolean {
    return this.#withdrawn.has(model);
  }

  /** Lets a withdrawn model be put in place again. */
  admit(model: string): void {
    this.#withdrawn.delete(model);
  }

  /** By name. */
  list(): LoadedModel[] {
    return [...this.#models.values()].sort((a, b) => (a.model < b.model ? -1 : 1));
  }
}
