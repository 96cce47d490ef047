import type { CounterMetric, Metrics } from '@millrace/platform';
import type { Logger } from '@millrace/ports';
import type { LoadedModel } from '../domain/loaded-model.js';

/** Where loaded models are kept. */
export interface ModelPlace {
  list(): readonly LoadedModel[];
  /** Keeps it no longer; it is loaded again when it is asked for. */
  letGo(loaded: LoadedModel): void;
}

/**
 * Keeps loaded models within a budget: past it, those that nobody has asked for longest are let go of, and loaded again
 * at their next request. What answers a request now, has a place in a traffic plan or is what a new champion is held
 * against stays, and so does what has just been loaded: these alone can make it more than the budget.
 */
export class ModelMemory {
  readonly #budget: number;
  readonly #places: ModelPlace[] = [];
  readonly #held: (() => Iterable<LoadedModel>)[] = [];
  readonly #watchers: ((loaded: LoadedModel) => void)[] = [];
  readonly #evictions: CounterMetric;
  readonly #logger: Logger;

  /** @param budget bytes */
  constructor(budget: number, { metrics, logger }: { metrics: Metrics; logger: Logger }) {
    this.#budget = budget;
    this.#logger = logger;
    this.#evictions = metrics.counter({
      name: 'millrace_model_evictions_total',
      help: 'Times a model version was let go of to make room for others.',
      labels: ['model'],
    });
    metrics
      .gauge({
        name: 'millrace_loaded_model_bytes',
        help: 'Bytes of the model files that are loaded.',
        labels: ['model', 'version'],
      })
      .list(() =>
        [...this.#loaded()].map(({ model, version, bytes }) => [
          { model, version: String(version) },
          bytes,
        ]),
      );
    metrics
      .gauge({
        name: 'millrace_model_memory_budget_bytes',
        help: 'Bytes that loaded model files may take altogether.',
      })
      .set({}, budget);
  }

  /** Whether there is no room for another model without letting go of one. */
  get isFull(): boolean {
    return this.#bytes() >= this.#budget;
  }

  keepIn(place: ModelPlace): void {
    this.#places.push(place);
  }

  /** Versions that stay, whoever asks for them or not. */
  hold(held: () => Iterable<LoadedModel>): void {
    this.#held.push(held);
  }

  /** Is told of each that was let go of. */
  onEviction(watcher: (loaded: LoadedModel) => void): void {
    this.#watchers.push(watcher);
  }

  /** Makes room for a version that has just been loaded. */
  fit(fresh: LoadedModel): void {
    let bytes = this.#bytes();
    if (bytes <= this.#budget) return;
    const held = new Set([fresh, ...this.#held.flatMap((each) => [...each()])]);
    const idle = [...this.#loaded()]
      .filter((loaded) => loaded.usage.inUse === 0 && !held.has(loaded))
      .sort((a, b) => a.usage.lastUsedAt - b.usage.lastUsedAt);
    for (const loaded of idle) {
      if (bytes <= this.#budget) return;
      bytes -= loaded.bytes;
      for (const place of this.#places) place.letGo(loaded);
      for (const watcher of this.#watchers) watcher(loaded);
      const { model, version } = loaded;
      this.#evictions.add({ model });
      this.#logger.info('A model version was let go of to make room.', { model, version });
    }
  }

  /** Each once, though it may have two places. */
  #loaded(): Set<LoadedModel> {
    return new Set(this.#places.flatMap((place) => place.list()));
  }

  #bytes(): number {
    let bytes = 0;
    for (const loaded of this.#loaded()) bytes += loaded.bytes;
    return bytes;
  }
}
