import type { GaugeMetric } from '@millrace/platform';
import type { LoadedModel } from '../domain/loaded-model.js';

/**
 * The models that answer now. A swap replaces one reference: a request that has taken the old version out finishes
 * on it, the next one takes the new.
 */
export class ServingModels {
  readonly #models = new Map<string, LoadedModel>();
  readonly #withdrawn = new Set<string>();
  readonly #letGo = new Set<string>();
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
    this.#letGo.delete(loaded.model);
    this.#count.set({}, this.#models.size);
  }

  /** Keeps a version no longer that nobody asks for: the next request of its model has the champion loaded. */
  letGo(loaded: LoadedModel): void {
    if (this.#models.get(loaded.model) !== loaded) return;
    this.#models.delete(loaded.model);
    this.#letGo.add(loaded.model);
    this.#count.set({}, this.#models.size);
  }

  /** Whether a model would answer if it were asked, though it is not loaded. */
  isLetGo(model: string): boolean {
    return this.#letGo.has(model);
  }

  /** Takes a model out of service until it is admitted again; false when it was not in service. */
  withdraw(model: string): boolean {
    const letGo = this.#letGo.delete(model);
    if (!this.#models.delete(model) && !letGo) return false;
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
